import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { closing } from '../../parts/told.ts'
import { PasskeyPart } from './PasskeyPart.tsx'

export function PasskeysDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const foot = (
    <Button shortcut="Esc" onPress={onClose}>
      {t('more.close')}
    </Button>
  )
  return (
    <Drawer title={t('passkeys.title')} onClose={onClose} foot={foot}>
      <PasskeyPart />
    </Drawer>
  )
}
