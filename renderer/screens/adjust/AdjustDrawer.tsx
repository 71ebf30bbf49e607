import type { LineView } from '#contract/view'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { EntryPad } from '../../parts/EntryPad.tsx'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { orApprove } from '../approve/pending.ts'
import { markedLine, useDesk } from '../sell/desk.ts'
import { withTyped } from '../tender/cash-entry.ts'
import styles from './AdjustDrawer.module.css'
import { after, readAdjustment, type Adjustment, type Kind } from './adjustment.ts'

const QUICK = [5, 10, 15, 20] as const
/** One sign chooses what is typed, so that no hand leaves the keyboard; each stands on its button. */
const KINDS_BY_SIGN: Readonly<Record<string, Kind>> = { '%': 'permille', '-': 'amount', '=': 'price' }
const SIGNS = { permille: '%', amount: '-', price: '=' } as const
const ENTRY_NAMES = { permille: 'entryPermille', amount: 'entryAmount', price: 'entryPrice' } as const

/** F4: a discount of the marked line or of the whole sale, or another price; what it comes to is seen before. */
export function AdjustDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const { of, kind, entry, ...asking } = useAsking()
  const { line, subject, adjustment, type, back } = asking
  const confirm = async (what: Adjustment | null = adjustment) => {
    if (what) await adjust(subject, what, onClose)
  }
  const takeBack = async () => {
    if (await orTell(station.sale.setDiscount({ line: subject?.line ?? null, discount: null }))) onClose()
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('cash.cancel')}
      </Button>
      <TakeBack subject={subject} onPress={() => void takeBack()} />
      <Button look="primary" isDisabled={adjustment === null} onPress={() => void confirm()}>
        {t('adjust.confirm')}
      </Button>
    </>
  )
  const keys = {
    ...{ Enter: () => void confirm(), F4: onClose, Backspace: back },
    ...{ ArrowLeft: () => asking.chooseSubject('line'), ArrowRight: () => asking.chooseSubject('sale') },
  }
  return (
    <Drawer title={t('adjust.title')} onClose={onClose} keys={keys} typed={type} foot={foot}>
      <Subject of={of} name={line?.name ?? ''} onChoose={asking.chooseSubject} />
      <KindChoice kind={kind} of={of} onChoose={asking.chooseKind} />
      <EntryPad
        {...{ name: t(`adjust.${ENTRY_NAMES[kind]}`), entry, otherwise: '–', testId: 'adjustment' }}
        {...{ onSign: type, onBack: back, onClear: asking.clear }}
      >
        <Outcome subject={subject} adjustment={adjustment} />
        {kind === 'permille' && <Quick onChoose={(what) => void confirm(what)} />}
        <ToldBanner />
        <Limit />
      </EntryPad>
    </Drawer>
  )
}

/** Of what, as what, and how much was typed so far. */
function useAsking() {
  const marked = useDesk((desk) => desk.marked)
  const line = useCashier(({ sale }) => markedLine(sale, marked))
  const [of, setOf] = useState<'line' | 'sale'>('line')
  const [kind, setKind] = useState<Kind>('permille')
  const [entry, setEntry] = useState('')
  const clear = () => setEntry('')
  const chooseKind = (next: Kind) => {
    setKind(next)
    clear()
  }
  const chooseSubject = (next: 'line' | 'sale') => {
    setOf(next)
    // A sale has no price of its own.
    if (next === 'sale' && kind === 'price') chooseKind('permille')
  }
  const type = (text: string) => {
    for (const sign of text) {
      const next = KINDS_BY_SIGN[sign]
      if (next === undefined) setEntry((now) => withTyped(now, sign))
      else if (of === 'line' || next !== 'price') chooseKind(next)
    }
  }
  const back = () => setEntry((now) => now.slice(0, -1))
  const read = { line, subject: of === 'line' ? line : null, adjustment: readAdjustment(kind, entry) }
  return { of, kind, entry, ...read, clear, chooseKind, chooseSubject, type, back }
}

function Quick({ onChoose }: { readonly onChoose: (what: Adjustment) => void }) {
  const { t } = useTranslation()
  return (
    <div className={styles['quick']}>
      {QUICK.map((percent) => (
        <Button key={percent} onPress={() => onChoose({ is: 'permille', permille: percent * 10 })}>
          {t('adjust.off', { percent })}
        </Button>
      ))}
    </div>
  )
}

function adjust(line: LineView | null, to: Adjustment, onDone: () => void): Promise<boolean> {
  const what = { act: 'reduce', line: line?.line ?? null, to } as const
  return orApprove(
    what,
    (given) =>
      to.is === 'price'
        ? station.sale.setPrice({ line: line?.line ?? 0, price: to.price, ...given })
        : station.sale.setDiscount({ line: what.line, discount: to, ...given }),
    onDone,
  )
}

interface SubjectParts {
  readonly of: 'line' | 'sale'
  readonly name: string
  readonly onChoose: (of: 'line' | 'sale') => void
}

function Subject({ of, name, onChoose }: SubjectParts) {
  const { t } = useTranslation()
  return (
    <Choice
      label={t('adjust.of')}
      value={of}
      options={[
        { value: 'line', text: `← ${name}` },
        { value: 'sale', text: `${t('adjust.sale')} →` },
      ]}
      onChoose={onChoose}
    />
  )
}

interface KindParts {
  readonly kind: Kind
  readonly of: 'line' | 'sale'
  readonly onChoose: (kind: Kind) => void
}

function KindChoice({ kind, of, onChoose }: KindParts) {
  const { t } = useTranslation()
  const kinds: readonly Kind[] = of === 'line' ? ['permille', 'amount', 'price'] : ['permille', 'amount']
  return (
    <Choice
      label={t('adjust.kind')}
      value={kind}
      options={kinds.map((value) => ({ value, text: `${t(`adjust.${value}`)}  ${SIGNS[value]}` }))}
      onChoose={onChoose}
    />
  )
}

interface OutcomeParts {
  readonly subject: LineView | null
  readonly adjustment: Adjustment | null
}

function Outcome({ subject, adjustment }: OutcomeParts) {
  const { t } = useTranslation()
  const sale = useCashier((view) => view.sale)
  if (!sale) return null
  const before = subject ? subject.amount : sale.total
  return (
    <Facts
      facts={[
        { name: t('adjust.before'), value: <Amount amount={before} /> },
        {
          name: t('adjust.after'),
          value: <Amount amount={adjustment ? after(sale, subject, adjustment) : before} size="large" />,
          large: true,
        },
      ]}
    />
  )
}

function TakeBack({ subject, onPress }: { readonly subject: LineView | null; readonly onPress: () => void }) {
  const { t } = useTranslation()
  const ofSale = useCashier(({ sale }) => sale?.discount ?? null)
  const there = (subject ? subject.discount : ofSale) !== null
  return there ? <Button onPress={onPress}>{t('adjust.takeBack')}</Button> : null
}

/** Said before it is refused, to whom it concerns. */
function Limit() {
  const { t } = useTranslation()
  const limit = useCashier((view) => view.discountLimit)
  const cashier = useCashier(({ operator }) => operator?.role === 'cashier')
  return cashier ? <p className={styles['limit']}>{t('adjust.limit', { percent: limit / 10 })}</p> : null
}
