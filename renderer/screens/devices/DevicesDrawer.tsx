import type { DevicesView } from '#contract/devices'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import report from '../../parts/Report.module.css'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { ChooseDevice } from './ChooseDevice.tsx'
import styles from './Devices.module.css'
import { RoleRow } from './RoleRow.tsx'
import { TerminalRow } from './TerminalRow.tsx'
import { Trace } from './Trace.tsx'

export type Role = DevicesView['roles'][number]['role']

/** For managers and IT: what is plugged in, which of it does what, and whether it works. */
export function DevicesDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const devices = useCashier((view) => view.devices)
  const [choosing, setChoosing] = useState<Role | null>(null)
  const [looking, setLooking] = useState(true)
  const look = () => void orTell(station.devices.look({})).then(() => setLooking(false))
  // What is plugged in is looked at as soon as somebody asks.
  useEffect(look, [])
  const lookAgain = () => {
    setLooking(true)
    look()
  }
  if (!devices) return null
  if (choosing !== null) {
    return <ChooseDevice devices={devices} role={choosing} onLook={lookAgain} onClose={() => setChoosing(null)} />
  }
  const hasDrawer = devices.roles.some(({ role, device }) => role === 'drawer' && device !== null)
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button look="primary" isDisabled={looking} onPress={lookAgain}>
        {t(looking ? 'devices.looking' : 'devices.look')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('devices.title')} onClose={onClose} foot={foot}>
      <p className={report['note']}>{t('devices.note')}</p>
      {devices.program === 'down' && (
        <p className={report['amiss']} role="status">
          {t('devices.down')}
        </p>
      )}
      <ToldBanner />
      <ul className={styles['roles']}>
        {devices.roles.map((row) => (
          <RoleRow key={row.role} row={row} hasDrawer={hasDrawer} onChoose={() => setChoosing(row.role)} />
        ))}
        {devices.terminal && <TerminalRow terminal={devices.terminal} />}
      </ul>
      <Trace trace={devices.trace} />
    </Drawer>
  )
}
