import type { DevicesView } from '#contract/devices'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import report from '../../parts/Report.module.css'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station } from '../../station.ts'
import { DeviceChoice, type Choice } from './DeviceChoice.tsx'
import styles from './Devices.module.css'
import type { Role } from './DevicesDrawer.tsx'
import { SetUpCodes } from './SetUpCodes.tsx'

interface ChooseParts {
  readonly devices: DevicesView
  readonly role: Role
  readonly onLook: () => void
  readonly onClose: () => void
}

/** Which of what is plugged in stands in a role: only what can, beside what could if it were set up. */
export function ChooseDevice({ devices, role, onLook, onClose: left }: ChooseParts) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const [settingUp, setSettingUp] = useState<Choice['make'] | null>(null)
  const choices = (devices.found ?? []).flatMap(({ device, name, makes }) =>
    makes.filter((each) => each.role === role).map((make): Choice => ({ device, name, make })),
  )
  const choose = async ({ device, make }: Choice) => {
    if ((await orTell(station.devices.assign({ role, device, make: make.make }))) !== null) onClose()
  }
  if (settingUp) return <SetUpCodes make={settingUp} onLook={onLook} onClose={() => setSettingUp(null)} />
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button look="primary" onPress={onLook}>
        {t('devices.look')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('devices.choose', { role: t(`devices.roles.${role}`) })} onClose={onClose} foot={foot}>
      <ToldBanner />
      {choices.length === 0 && (
        <p className={report['note']}>{t(devices.found === null ? 'devices.notLooked' : 'devices.nothingFound')}</p>
      )}
      <div className={styles['choices']}>
        {choices.map((choice) => (
          <DeviceChoice
            key={`${choice.make.make} ${JSON.stringify(choice.device)}`}
            choice={choice}
            onChoose={() => void choose(choice)}
            onSetUp={() => setSettingUp(choice.make)}
          />
        ))}
      </div>
    </Drawer>
  )
}
