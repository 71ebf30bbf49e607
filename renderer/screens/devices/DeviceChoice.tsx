import type { CandidateView, DevicesView } from '#contract/devices'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { classes } from '../../parts/classes.ts'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import { describe, inLanguage } from './describe.ts'
import styles from './Devices.module.css'

type Found = NonNullable<DevicesView['found']>[number]

export interface Choice extends Pick<Found, 'device' | 'name'> {
  readonly make: CandidateView
}

interface DeviceChoiceParts {
  readonly choice: Choice
  readonly onChoose: () => void
  readonly onSetUp: () => void
}

/** One device that was found: chosen by a press where it can be, with what is to be done about it. */
export function DeviceChoice({ choice: { device, name, make }, onChoose, onSetUp }: DeviceChoiceParts) {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  const words = (
    <>
      <strong>{name ?? make.name}</strong>
      <small>{describe(device, make.name, t)}</small>
    </>
  )
  return (
    <section className={styles['found']} data-make={make.make}>
      {make.isDrivable ? (
        <Button className={styles['choice']} onPress={onChoose}>
          {words}
        </Button>
      ) : (
        <div className={classes(styles['choice'], styles['notYet'])}>
          {words}
          <small>{t('devices.notDrivable')}</small>
        </div>
      )}
      {(make.toDo !== null || make.setUp.length > 0) && (
        <div className={styles['about']}>
          {make.toDo !== null && (
            <p className={styles['toDo']}>
              <Mark sign="!" tone="attention" />
              <span>{inLanguage(make.toDo, language)}</span>
            </p>
          )}
          {make.setUp.length > 0 && (
            <Button look={make.isDrivable ? 'quiet' : 'plain'} className={styles['codes']} onPress={onSetUp}>
              {t('devices.setUp.show')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
