import type { DevicesView } from '#contract/devices'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { classes } from '../../parts/classes.ts'
import { Lamp } from '../../parts/Lamp.tsx'
import row from '../../parts/Row.module.css'
import { orTell } from '../../parts/told.ts'
import { station } from '../../station.ts'
import styles from './Devices.module.css'
import { Said, State } from './RoleRow.tsx'

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
        {said && <Said words={saidIn(t, said)} atMs={said.atMs} />}
      </div>
      <span className={classes(row['acts'], styles['acts'])}>
        <Button onPress={() => void orTell(station.devices.try({ what: 'terminal' }))}>
          {t('devices.try.terminal')}
        </Button>
      </span>
    </li>
  )
}

function saidIn(t: TFunction, { what, away }: NonNullable<Terminal['said']>): string {
  const hosts = away.length > 0 ? t('devices.terminal.away', { hosts: away.join(', ') }) : ''
  return [t(`devices.terminal.says.${what}`), hosts].filter((part) => part !== '').join(' · ')
}
