import type { DevicesView } from '#contract/devices'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import report from '../../parts/Report.module.css'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station } from '../../station.ts'
import { describe } from './describe.ts'
import styles from './Devices.module.css'
import type { Role } from './DevicesDrawer.tsx'

interface ChooseParts {
  readonly devices: DevicesView
  readonly role: Role
  readonly onLook: () => void
  readonly onClose: () => void
}

/** Which of what is plugged in stands in a role: only what can. */
export function ChooseDevice({ devices, role, onLook, onClose: left }: ChooseParts) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const choices = (devices.found ?? []).flatMap(({ device, name, makes }) =>
    makes.filter((each) => each.role === role).map((make) => ({ device, name, make })),
  )
  const choose = async (choice: (typeof choices)[number]) => {
    const { device, make } = choice
    if ((await orTell(station.devices.assign({ role, device, make: make.make }))) !== null) onClose()
  }
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
          <Button
            key={`${choice.make.make} ${JSON.stringify(choice.device)}`}
            className={styles['choice']}
            onPress={() => void choose(choice)}
          >
            <strong>{choice.name ?? choice.make.name}</strong>
            <small>{describe(choice.device, choice.make.name, t)}</small>
          </Button>
        ))}
      </div>
    </Drawer>
  )
}
