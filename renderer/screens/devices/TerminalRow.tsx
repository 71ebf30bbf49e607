import type { DevicesView } from '#contract/devices'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { classes } from '../../parts/classes.ts'
import { Lamp } from '../../parts/Lamp.tsx'
import row from '../../parts/Row.module.css'
import { shopTimeOfDay } from '../../parts/time.ts'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './Devices.module.css'
import { State } from './RoleRow.tsx'

type Terminal = NonNullable<DevicesView['terminal']>

/** The payment terminal of the settings: whether it is there, and what it says of itself. */
export function TerminalRow({ terminal: { state, said } }: { readonly terminal: Terminal }) {
  const { t } = useTranslation()
  return (
    <li className={classes(row['row'], styles['role'])} data-role="terminal" data-state={state}>
      <Lamp shape={state === 'ready' ? 'good' : 'needs'} size="large" />
      <div className={styles['words']}>
        <span className={styles['head']}>
          <strong>{t('devices.terminal.title')}</strong>
          <State state={state} />
        </span>
        <small>{t(state === 'ready' ? 'devices.terminal.note' : 'devices.terminal.absent')}</small>
        {said && <Said said={said} />}
      </div>
      <span className={classes(row['acts'], styles['acts'])}>
        <Button onPress={() => void orTell(station.devices.try({ what: 'terminal' }))}>
          {t('devices.try.terminal')}
        </Button>
      </span>
    </li>
  )
}

function Said({ said: { what, away, atMs } }: { readonly said: NonNullable<Terminal['said']> }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const hosts = away.length > 0 ? t('devices.terminal.away', { hosts: away.join(', ') }) : ''
  return (
    <span className={styles['did']} role="status">
      {[t(`devices.terminal.says.${what}`), hosts].filter((part) => part !== '').join(' · ')}
      <small>{shopTimeOfDay(atMs, timeZone)}</small>
    </span>
  )
}
