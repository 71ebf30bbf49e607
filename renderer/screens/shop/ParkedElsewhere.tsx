import type { ParkedElsewhere as Parked } from '#contract/shop'
import { formatMoney } from '#domain/money'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from '../../parts/classes.ts'
import { Button } from '../../parts/Button.tsx'
import { shopTime } from '../../parts/time.ts'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import rows from '../park/RecallDrawer.module.css'
import styles from './Shop.module.css'

/** Sales that were parked at other stations, and own ones on their way to one. */
export function ParkedElsewhere({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation()
  const { parked, passing } = useCashier((view) => view.shopFloor)
  const busy = useCashier(({ sale }) => sale !== null)
  const [asking, setAsking] = useState<string | null>(null)
  const recall = async ({ station: of, slot, parkedAtMs }: Parked) => {
    setAsking(of)
    const came = await orTell(station.shop.recall({ station: of, slot, parkedAtMs }))
    setAsking(null)
    if (came) onDone()
  }
  if (parked.length === 0 && passing.length === 0) return null
  return (
    <section className={styles['elsewhere']}>
      {parked.length > 0 && <h3>{t('shopFloor.recall.elsewhere')}</h3>}
      {asking !== null && <p role="status">{t('shopFloor.recall.asking', { station: asking })}</p>}
      <ol className={rows['list']}>
        {parked.map((each) => (
          <li key={`${each.station} ${each.slot}`}>
            <Row parked={each} isDisabled={busy || asking !== null} onPress={() => void recall(each)} />
          </li>
        ))}
      </ol>
      <OnTheirWay passing={passing} />
    </section>
  )
}

interface RowParts {
  readonly parked: Parked
  readonly isDisabled: boolean
  readonly onPress: () => void
}

function Row({ parked, isDisabled, onPress }: RowParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { station: of, slot, first, count, total, parkedAtMs, operator } = parked
  return (
    <Button className={classes(rows['sale'], styles['sale'])} isDisabled={isDisabled} onPress={onPress}>
      <strong className={styles['slot']}>
        {of}-{slot}
      </strong>
      <span className={rows['what']}>
        {t('park.first', { first, count })}
        <small>
          {shopTime(parkedAtMs, timeZone)} · {operator}
        </small>
      </span>
      <span className={rows['total']}>{formatMoney(total)}</span>
    </Button>
  )
}

/** A manager takes back what a station that has gone will never have. */
function OnTheirWay({ passing }: { readonly passing: readonly { id: string; to: string; first: string }[] }) {
  const { t } = useTranslation()
  const isManager = useCashier(({ operator }) => operator?.role === 'manager')
  return passing.map(({ id, to, first }) => (
    <p key={id} className={styles['passing']}>
      {t('shopFloor.recall.passing', { to })} · {first}
      {isManager && (
        <Button onPress={() => void orTell(station.shop.takeBack({ id }))}>{t('shopFloor.recall.takeBack')}</Button>
      )}
    </p>
  ))
}
