import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { FUNCTION_KEYS } from '../sell/function-keys.ts'
import styles from './More.module.css'

/** F1: how this screen is worked, in a few lines. */
export function HelpDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const close = (
    <Button shortcut="Esc" onPress={onClose}>
      {t('more.close')}
    </Button>
  )
  return (
    <Drawer title={t('help.title')} onClose={onClose} keys={{ F1: onClose }} foot={close}>
      <ul className={styles['lines']}>
        {(['scan', 'lines', 'pay', 'undo'] as const).map((line) => (
          <li key={line}>{t(`help.${line}`)}</li>
        ))}
      </ul>
      <h3>{t('help.keys')}</h3>
      <Facts facts={FUNCTION_KEYS.map(({ key, act }) => ({ name: key, value: t(`keys.${act}`) }))} />
    </Drawer>
  )
}
