import type { HoldView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import row from '../../parts/Row.module.css'
import { classes } from '../../parts/classes.ts'
import { shopTime } from '../../parts/time.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { useHoldNames, useStateWords } from './hold-words.ts'
import styles from './Holds.module.css'
import { NewHoldDrawer } from './NewHoldDrawer.tsx'
import { ReleaseDrawer } from './ReleaseDrawer.tsx'

const OVER: readonly HoldView['is'][] = ['failed', 'released', 'completed']

/** Amounts held on cards: those that are open, newest first, and the last that ended. */
export function HoldsDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const holds = useCashier((view) => view.holds).toReversed()
  const [making, setMaking] = useState(false)
  const [releasing, setReleasing] = useState<HoldView | null>(null)
  if (making) return <NewHoldDrawer onBack={() => setMaking(false)} onMade={onClose} />
  if (releasing) return <ReleaseDrawer hold={releasing} onClose={() => setReleasing(null)} />
  const [open, over] = [holds.filter(({ is }) => !OVER.includes(is)), holds.filter(({ is }) => OVER.includes(is))]
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button look="primary" onPress={() => setMaking(true)}>
        {t('holds.make')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('holds.title')} onClose={onClose} foot={foot}>
      <ToldBanner />
      <p className={styles['note']}>{t('holds.note')}</p>
      {open.length === 0 && <p>{t('holds.none')}</p>}
      <List holds={open} onRelease={setReleasing} />
      {over.length > 0 && <h3 className={styles['over']}>{t('holds.over')}</h3>}
      <List holds={over} />
    </Drawer>
  )
}

const SHAPE: Readonly<Record<HoldView['is'], string>> = {
  ...{ asked: '…', open: '✓', failed: '✕', unclear: '?', releasing: '…', completing: '…' },
  ...{ released: '↺', completed: '■' },
}

interface ListParts {
  readonly holds: readonly HoldView[]
  readonly onRelease?: (hold: HoldView) => void
}

function List({ holds, onRelease }: ListParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const stateOf = useStateWords()
  const namesOf = useHoldNames()
  return (
    <ul className={styles['list']}>
      {holds.map((hold) => {
        const { name, card } = namesOf(hold)
        return (
          <li key={hold.attempt} className={classes(row['row'], styles['hold'])} data-is={hold.is}>
            <span className={styles['mark']} aria-hidden="true">
              {SHAPE[hold.is]}
            </span>
            <span className={styles['what']}>
              {name} · {stateOf(hold)}
              <small>
                {shopTime(hold.askedAtMs, timeZone)} · {hold.operator}
                {card !== '' && ` · ${card}`}
              </small>
            </span>
            <span className={styles['amount']}>{formatMoney(hold.amount)}</span>
            {onRelease && hold.is === 'open' && hold.hasSlip && (
              <Button onPress={() => void orTell(station.holds.print({ attempt: hold.attempt }))}>
                {t('holds.print')}
              </Button>
            )}
            {onRelease && hold.is === 'open' && (
              <Button onPress={() => onRelease(hold)}>{t('holds.release.act')}</Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
