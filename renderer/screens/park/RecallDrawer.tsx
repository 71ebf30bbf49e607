import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { shopTime } from '../../parts/time.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { ParkedElsewhere } from '../shop/ParkedElsewhere.tsx'
import styles from './RecallDrawer.module.css'

/** F6: the sales that were put aside. A digit, or a press, brings one back. */
export function RecallDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const parked = useCashier((view) => view.parked)
  const elsewhere = useCashier(({ shopFloor }) => shopFloor.parked.length)
  const busy = useCashier(({ sale }) => sale !== null)
  const timeZone = useCashier((view) => view.timeZone)
  const recall = async (slot: number) => {
    if (await orTell(station.sale.recall({ slot }))) onClose()
  }
  const typed = (text: string) => {
    const slot = Number(text)
    if (!busy && parked.some((each) => each.slot === slot)) void recall(slot)
  }
  const close = (
    <Button shortcut="Esc" onPress={onClose}>
      {t('more.close')}
    </Button>
  )
  return (
    <Drawer title={t('park.title')} onClose={onClose} keys={{ F6: onClose }} typed={typed} foot={close}>
      <ToldBanner />
      {parked.length + elsewhere === 0 && <p>{t('park.none')}</p>}
      {busy && parked.length + elsewhere > 0 && <p role="status">{t('park.open')}</p>}
      <ol className={styles['list']}>
        {parked.map(({ slot, parkedAtMs, operator, count, total, first }) => (
          <li key={slot}>
            <Button className={styles['sale']} isDisabled={busy} onPress={() => void recall(slot)}>
              <strong className={styles['slot']}>{slot}</strong>
              <span className={styles['what']}>
                {t('park.first', { first, count })}
                <small>
                  {shopTime(parkedAtMs, timeZone)} · {operator}
                </small>
              </span>
              <span className={styles['total']}>{formatMoney(total)}</span>
            </Button>
          </li>
        ))}
      </ol>
      <ParkedElsewhere onDone={onClose} />
    </Drawer>
  )
}
