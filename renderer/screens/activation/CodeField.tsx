import { useTranslation } from 'react-i18next'
import { Label } from 'react-aria-components/Label'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import styles from './ActivationDrawer.module.css'
import { counted, grouped } from './entering.ts'

interface CodeFieldParts {
  readonly label: string
  /** Its signs in groups. */
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
}

/** Longer than any code, with what people put between its groups. */
const LONGEST = 400

/** A code of many groups: several lines of one face, so that it can be compared with paper. */
export function CodeField({ label, value, onChange: changed, autoFocus = false }: CodeFieldParts) {
  const { t } = useTranslation()
  const onChange = (text: string) => changed(text.startsWith(value) ? grouped(text) : text)
  return (
    <TextField className={styles['entry'] ?? ''} {...{ value, onChange, autoFocus }} maxLength={LONGEST}>
      <Label className={styles['note'] ?? ''}>{label}</Label>
      <TextArea
        className={styles['signs'] ?? ''}
        rows={4}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('activation.codeHint')}
      />
      <p className={styles['note']}>{t('activation.entered', counted(value))}</p>
    </TextField>
  )
}
