import type { PaidSaleView } from '#contract/view'
import { formatMoney, readMoney, ZERO, type Money } from '#domain/money'
import { formatQuantity } from '#domain/sale'
import type { RefundWish } from '#domain/refunding'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { EntryPad } from '../../parts/EntryPad.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { closing } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import { explain } from '../../words/refusals.ts'
import { ApproveDrawer } from '../approve/ApproveDrawer.tsx'
import { planOf } from '../find/returns.ts'
import { withTyped } from '../tender/cash-entry.ts'
import styles from './RefundDrawer.module.css'
import { RefundLines } from './RefundLines.tsx'

interface RefundParts {
  readonly sale: PaidSaleView
  readonly onClose: () => void
  readonly onDone: () => void
}

/** A refund: first what comes back, and what it comes to by which ways; then the manager's word for just that. */
export function RefundDrawer({ sale, onClose, onDone }: RefundParts) {
  const [by, setBy] = useState<RefundWish['by']>('lines')
  const [quantities, setQuantities] = useState<ReadonlyMap<number, number>>(new Map())
  const [entry, setEntry] = useState('')
  const [approving, setApproving] = useState(false)
  const wish = wishOf(by, quantities, entry)
  if (approving) return <Approving {...{ sale, wish }} onBack={() => setApproving(false)} onDone={onDone} />
  const set = (place: number, quantity: number) => setQuantities((now) => new Map(now).set(place, quantity))
  return (
    <Choosing
      {...{ sale, by, wish, entry, quantities, onClose }}
      {...{ onBy: setBy, onQuantity: set, onEntry: setEntry, onNext: () => setApproving(true) }}
    />
  )
}

function wishOf(by: RefundWish['by'], quantities: ReadonlyMap<number, number>, entry: string): RefundWish {
  if (by === 'amount') return { by, amount: readMoney(entry) ?? ZERO }
  return { by, lines: [...quantities].flatMap(([place, quantity]) => (quantity > 0 ? [{ place, quantity }] : [])) }
}

const isSomething = (wish: RefundWish): boolean => (wish.by === 'amount' ? wish.amount > 0 : wish.lines.length > 0)

interface ChoosingParts extends Omit<RefundParts, 'onDone'> {
  readonly by: RefundWish['by']
  readonly wish: RefundWish
  readonly entry: string
  readonly quantities: ReadonlyMap<number, number>
  readonly onBy: (by: RefundWish['by']) => void
  readonly onQuantity: (place: number, quantity: number) => void
  readonly onEntry: (change: (entry: string) => string) => void
  readonly onNext: () => void
}

function Choosing({ sale, by, wish, entry, quantities, ...on }: ChoosingParts) {
  const { t } = useTranslation()
  const close = closing(on.onClose)
  const fits = isSomething(wish) && planOf(sale, wish).ok
  const next = () => {
    if (fits) on.onNext()
  }
  const type = (text: string) => {
    if (by === 'amount') on.onEntry((now) => withTyped(now, text))
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={close}>
        {t('cash.cancel')}
      </Button>
      <Button look="primary" isDisabled={!fits} onPress={next}>
        {t('money.refund.approve')}
      </Button>
    </>
  )
  const back = () => on.onEntry((now) => now.slice(0, -1))
  return (
    <Drawer
      {...{ title: t('money.refund.title'), onClose: close, typed: type, foot }}
      keys={{ Enter: next, Backspace: back }}
    >
      <Choice
        label={t('money.refund.by')}
        value={by}
        options={(['lines', 'amount'] as const).map((value) => ({ value, text: t(`money.refund.${value}`) }))}
        onChoose={on.onBy}
      />
      {by === 'lines' ? (
        <RefundLines {...{ sale, quantities }} onQuantity={on.onQuantity} />
      ) : (
        <EntryPad
          {...{ name: t('money.refund.entry'), entry, otherwise: '–', testId: 'refund' }}
          {...{ onSign: type, onBack: back, onClear: () => on.onEntry(() => '') }}
        >
          <span />
        </EntryPad>
      )}
      <Outcome sale={sale} wish={wish} />
    </Drawer>
  )
}

/** What it comes to and by which ways, or why it can not be. */
function Outcome({ sale, wish }: { readonly sale: PaidSaleView; readonly wish: RefundWish }) {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  const plan = isSomething(wish) ? planOf(sale, wish) : null
  if (plan && !plan.ok) {
    const { what, next } = explain(language, plan.why, sale.receipt)
    return <p className={styles['refused']} role="alert">{`${what} ${next}`}</p>
  }
  return (
    <Facts
      facts={[
        { name: t('money.refund.left'), value: formatMoney(sale.left) },
        {
          name: t('money.refund.back'),
          value: <Amount amount={plan?.value.amount ?? ZERO} size="large" />,
          large: true,
        },
        ...(plan ? [{ name: t('money.refund.ways'), value: <Ways sale={sale} parts={plan.value.parts} /> }] : []),
      ]}
    />
  )
}

function Ways({ sale, parts }: { readonly sale: PaidSaleView; readonly parts: readonly Money[] }) {
  const { t } = useTranslation()
  const ways = parts.flatMap((amount, place) => (amount > 0 ? [{ amount, tender: sale.tenders[place] }] : []))
  return ways
    .map(({ amount, tender }) => `${t(`money.methods.${tender?.method ?? 'cash'}`)} ${formatMoney(amount)}`)
    .join(' · ')
}

interface ApprovingParts {
  readonly sale: PaidSaleView
  readonly wish: RefundWish
  readonly onBack: () => void
  readonly onDone: () => void
}

function Approving({ sale, wish, onBack, onDone }: ApprovingParts) {
  const { t } = useTranslation()
  const { receipt } = sale
  const plan = planOf(sale, wish)
  const amount = plan.ok ? plan.value.amount : ZERO
  const goods = (wish.by === 'lines' ? wish.lines : []).flatMap(({ place, quantity }) => {
    const line = sale.lines[place]
    return line ? [`${line.name} × ${formatQuantity({ unit: line.unit, quantity })}`] : []
  })
  return (
    <ApproveDrawer
      wished={{ what: { act: 'refund', receipt, wish }, amount, sinceMs: sale.paidAtMs }}
      {...{ title: t('money.refund.approveTitle'), about: receipt }}
      {...{ confirmWords: t('money.refund.confirm', { amount: formatMoney(amount) }), onClose: onBack, onDone }}
      facts={[
        { name: t('find.sale'), value: receipt },
        ...(goods.length > 0 ? [{ name: t('money.refund.goods'), value: goods.join('、') }] : []),
        { name: t('money.refund.back'), value: <Amount amount={amount} size="large" />, large: true },
        ...(plan.ok ? [{ name: t('money.refund.ways'), value: <Ways sale={sale} parts={plan.value.parts} /> }] : []),
      ]}
      carryOut={(reason, approval) => station.sale.refund({ receipt, wish, reason, approval })}
    />
  )
}
