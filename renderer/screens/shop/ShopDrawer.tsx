import type { StationNow } from '#contract/shop'
import { formatMoney, plus, ZERO } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { shopTime } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import styles from './Shop.module.css'

/** For managers: all stations of the shop, as they are just now. */
export function ShopDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const stations = useCashier((view) => view.shopFloor.stations)
  const foot = (
    <Button shortcut="Esc" onPress={onClose}>
      {t('more.close')}
    </Button>
  )
  return (
    <Drawer title={t('shopFloor.title')} onClose={onClose} foot={foot}>
      {stations.length === 0 && <p>{t('shopFloor.none')}</p>}
      {stations.length > 0 && <Together stations={stations} />}
      <ol className={styles['list']}>
        {stations.map((each) => (
          <Station key={each.station} now={each} />
        ))}
      </ol>
    </Drawer>
  )
}

/** What the shop has taken today, at all of them. */
function Together({ stations }: { readonly stations: readonly StationNow[] }) {
  const { t } = useTranslation()
  const sum = (of: (now: StationNow) => StationNow['today']['taken']) =>
    stations.reduce((all, each) => plus(all, of(each)), ZERO)
  const count = stations.reduce((all, { today }) => all + today.sales, 0)
  return (
    <p className={styles['together']}>
      <span>{t('shopFloor.all')}</span>
      <strong data-shop-total={sum(({ today }) => today.taken)}>
        {t('currency')}
        {formatMoney(sum(({ today }) => today.taken))}
      </strong>
      <small>{t('shopFloor.sales', { count })}</small>
    </p>
  )
}

function Station({ now }: { readonly now: StationNow }) {
  const { t } = useTranslation()
  const own = useCashier((view) => view.station)
  const timeZone = useCashier((view) => view.timeZone)
  const { station, duty, sale, today, isHere } = now
  const back = today.voids + today.refunds
  const money = (amount: typeof today.taken) => `${t('currency')}${formatMoney(amount)}`
  return (
    <li className={styles['station']} data-station={station} data-away={!isHere}>
      <header className={styles['head']}>
        <strong>{t('shopFloor.station', { station })}</strong>
        {station === own && <small>{t('shopFloor.here')}</small>}
        <span>{duty ? `${duty.number} ${duty.name}` : t('shopFloor.nobody')}</span>
        <strong className={styles['taken']} data-taken={today.taken}>
          {money(today.taken)}
        </strong>
      </header>
      <p className={styles['line']}>
        {t('shopFloor.sales', { count: today.sales })} · {t('shopFloor.columns.cash')} {money(today.cash)}
        {back > 0 && ` · ${t('shopFloor.columns.back')} ${back} · ${money(plus(today.voided, today.refunded))}`}
      </p>
      {sale && isHere && (
        <p className={styles['line']}>
          {t('shopFloor.open', { count: sale.count })} · {money(sale.total)}
        </p>
      )}
      <Heed now={now} time={shopTime(now.atMs, timeZone)} />
    </li>
  )
}

/** What a manager sees to. */
function Heed({ now, time }: { readonly now: StationNow; readonly time: string }) {
  const { t } = useTranslation()
  const { isHere, isStopped, unresolved, outbox, parked } = now
  const words = [
    ...(isHere ? [] : [t('shopFloor.away', { time })]),
    ...(isStopped ? [t('shopFloor.stopped')] : []),
    ...(unresolved > 0 ? [t('shopFloor.unresolved', { count: unresolved })] : []),
    ...(outbox > OUTBOX_SEEN ? [t('shopFloor.outbox', { count: outbox })] : []),
  ]
  return (
    <>
      {parked > 0 && <p className={styles['line']}>{t('shopFloor.parked', { count: parked })}</p>}
      {words.length > 0 && (
        <p className={styles['heed']}>
          <Mark sign="!" tone="attention" /> {words.join(' · ')}
        </p>
      )}
    </>
  )
}

/** A few are always on their way. */
const OUTBOX_SEEN = 20
