import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Field } from '../../parts/Field.tsx'
import { useLock } from '../../parts/lock.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { station, useCashier } from '../../station.ts'
import { Findings } from './IntegrityDrawer.tsx'

/** A manager says by the void password that changed settings are right. */
export function AcceptDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const manager = useCashier(({ operator }) => operator?.number ?? '')
  const findings = useCashier(({ integrity }) => integrity?.findings ?? []).filter(
    ({ code }) => code === 'setting-changed',
  )
  const [voidPassword, setPassword] = useState('')
  const asking = useRef(false)
  const lock = useLock(manager, 'void')
  const ready = voidPassword !== '' && !lock.locked
  const accept = async () => {
    if (!ready || asking.current) return
    asking.current = true
    const accepted = await orTell(station.integrity.accept({ manager, voidPassword }))
    asking.current = false
    setPassword('')
    if (accepted) onClose()
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('approve.cancel')}
      </Button>
      <Button look="danger" isDisabled={!ready} onPress={() => void accept()}>
        {t('integrity.accept')}
      </Button>
    </>
  )
  const type = (text: string) => setPassword((now) => now + text)
  return (
    <Drawer
      title={t('integrity.acceptTitle')}
      onClose={onClose}
      keys={{ Enter: () => void accept() }}
      typed={type}
      foot={foot}
    >
      <p>{t('integrity.acceptNote')}</p>
      <Findings findings={findings} />
      <Field
        {...{ label: t('approve.password'), type: 'password' as const, autoFocus: true }}
        {...{ value: voidPassword, onChange: setPassword }}
      />
      <TriesLeft {...lock} />
      {!lock.locked && <ToldBanner />}
    </Drawer>
  )
}
