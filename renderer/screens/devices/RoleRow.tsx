import type { DevicesView } from '#contract/devices'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { classes } from '../../parts/classes.ts'
import { Lamp, type LampShape } from '../../parts/Lamp.tsx'
import row from '../../parts/Row.module.css'
import { shopTimeOfDay } from '../../parts/time.ts'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './Devices.module.css'
import { describe } from './describe.ts'

type Row = DevicesView['roles'][number]
type What = Parameters<typeof station.devices.try>[0]['what']

/** What can be tried by a button; the others are tried by using them. */
const TRIES: Readonly<Partial<Record<Row['role'], readonly What[]>>> = {
  ...{ printer: ['printer', 'drawer'], drawer: ['drawer'], display: ['display'] },
  ...{ chip: ['chip'], 'pin-pad': ['pin-pad'] },
}

interface RoleRowParts {
  readonly row: Row
  /** Whether a drawer has a plug of its own: then the printer has none to open. */
  readonly hasDrawer: boolean
  readonly onChoose: () => void
}

/** One role: what does it, how that is, what it did last, and what can be done. */
export function RoleRow({ row: each, hasDrawer, onChoose }: RoleRowParts) {
  const { t } = useTranslation()
  const { role, device, make, state } = each
  const isOwn = role === 'printer' && device === null
  const release = () => void orTell(station.devices.remove({ role }))
  const all = device || isOwn ? (TRIES[role] ?? []) : []
  const tries = all.filter((what) => what !== 'drawer' || hasDrawer === (role === 'drawer'))
  const without = isOwn ? 'devices.own' : role === 'drawer' ? 'devices.byPrinter' : 'devices.none'
  return (
    <li className={classes(row['row'], styles['role'])} data-role={role} data-state={state ?? 'none'}>
      <Lamp shape={lampOf(state)} size="large" />
      <div className={styles['words']}>
        <span className={styles['head']}>
          <strong>{t(`devices.roles.${role}`)}</strong>
          {state !== null && <State state={state} />}
        </span>
        <small>{device ? describe(device, make ?? '', t) : t(without)}</small>
        {state !== null && state !== 'ready' && <small>{t(`devices.next.${state}`)}</small>}
        <Did row={each} />
      </div>
      <span className={classes(row['acts'], styles['acts'])}>
        {tries.map((what) => (
          <Button key={what} onPress={() => void orTell(station.devices.try({ what }))}>
            {t(`devices.try.${what}`)}
          </Button>
        ))}
        <Button onPress={onChoose}>{t(device ? 'devices.change' : 'devices.assign')}</Button>
        {device && <Button onPress={release}>{t('devices.remove')}</Button>}
      </span>
    </li>
  )
}

const lampOf = (state: Row['state']): LampShape => (state === null ? 'unused' : state === 'ready' ? 'good' : 'needs')

export function State({ state }: { readonly state: NonNullable<Row['state']> }) {
  const { t } = useTranslation()
  return (
    <span className={classes(state !== 'ready' && row['amiss'])} role="status">
      {t(`devices.states.${state}`)}
    </span>
  )
}

/** What it did last; until it has done something, what to do to try it. */
function Did({ row: { role, device, did } }: { readonly row: Row }) {
  const { t } = useTranslation()
  if (!did) return device && <small>{t(`devices.asks.${role}`)}</small>
  return <Said words={t(`devices.did.${did.what}`, { text: did.text })} atMs={did.atMs} />
}

/** What a device did or said, and when. */
export function Said({ words, atMs }: { readonly words: string; readonly atMs: number }) {
  const timeZone = useCashier((view) => view.timeZone)
  return (
    <span className={styles['did']} role="status">
      {words}
      <small>{shopTimeOfDay(atMs, timeZone)}</small>
    </span>
  )
}
