import { useTranslation } from 'react-i18next'
import { Label } from 'react-aria-components/Label'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import styles from './ActivationDrawer.module.css'

interface CodeFieldParts {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Longer than any code, with what people put between its groups. */
const LONGEST = 400

/** A code of many groups: several lines of one face, so that it can be compared with paper. */
export function CodeField({ value, onChange }: CodeFieldParts) {
  const { t } = useTranslation()
  return (
    <TextField className={styles['entry'] ?? ''} value={value} onChange={onChange} maxLength={LONGEST} autoFocus>
      <Label className={styles['note'] ?? ''}>{t('activation.code')}</Label>
      <TextArea
        className={styles['signs'] ?? ''}
        rows={4}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('activation.codeHint')}
      />
    </TextField>
  )
}
