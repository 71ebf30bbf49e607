import type { ReturnView } from '#contract/money-view'
import type { PaidSaleView } from '#contract/view'
import { cardSlipIn } from '#domain/card-slips'
import { formatMoney } from '#domain/money'
import { walletName } from '#domain/scan-facts'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts, type Fact } from '../../parts/Facts.tsx'
import { Paper } from '../../parts/Paper.tsx'
import { shopTime } from '../../parts/time.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { declineWords } from '../../words/declines.ts'
import { orApprove } from '../approve/pending.ts'
import { UnlockRefunds } from '../refund/UnlockRefunds.tsx'
import { cashIn, waitsFor } from './returns.ts'

type SlipView = PaidSaleView['slips'][number]

interface FoundParts {
  readonly sale: PaidSaleView
  /** Its money went back just now, by this drawer. */
  readonly justDone: boolean
  readonly onVoid: () => void
  readonly onRefund: () => void
  readonly onClose: () => void
  /** Back to the list it was chosen from; null where it was not. */
  readonly onList: (() => void) | null
}

/** One finished sale: what it was, what became of it, and what can still be done; or why not. */
export function FoundSale({ sale, justDone, onVoid, onRefund, onClose, onList }: FoundParts) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<SlipView['slip'] | null>(null)
  // The newest one that is not of a card, until another is chosen.
  const newest = sale.slips.findLast((each) => cardSlipIn(each.slip) === null)
  const slip = sale.slips.find((each) => each.slip === chosen) ?? newest
  const waiting = waitsFor(sale) !== null
  const open = !sale.voided && !waiting && (sale.left > 0 || sale.total === 0)
  const reprint = () => {
    if (!slip) return
    const wanted = { receipt: sale.receipt, slip: slip.slip }
    void orApprove({ act: 'reprint', ...wanted }, (given) => station.sale.reprint({ ...wanted, ...given }))
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onList ?? onClose}>
        {t(onList ? 'find.search.toList' : 'find.close')}
      </Button>
      <Button isDisabled={slip?.print === 'waiting' || waiting} onPress={reprint}>
        {t('find.reprint')}
      </Button>
      {open && sale.left > 0 && (
        <Button look="danger" onPress={onRefund}>
          {t('money.refund.act')}
        </Button>
      )}
      {open && (
        <Button look="danger" onPress={onVoid}>
          {t('find.void')}
        </Button>
      )}
    </>
  )
  return (
    <Drawer title={t('find.title')} onClose={onList ?? onClose} keys={{ F8: onClose }} foot={foot}>
      <ToldBanner />
      {justDone && <BackWords sale={sale} />}
      <UnlockRefunds receipt={sale.receipt} />
      <Facts facts={useFacts(sale, slip)} />
      {sale.voided && !waiting && <p>{t('find.cannotVoid')}</p>}
      {sale.slips.length > 1 && <SlipChoice sale={sale} value={slip?.slip ?? null} onChoose={setChosen} />}
      <Paper label={t('find.paper')} lines={slip?.paper ?? []} />
    </Drawer>
  )
}

/** What the cashier does next: cash to be handed over, or nothing. */
function BackWords({ sale }: { readonly sale: PaidSaleView }) {
  const { t } = useTranslation()
  const last = sale.returns.at(-1)
  if (!last) return null
  const cash = cashIn(sale, last)
  const amount = `${t('currency')}${formatMoney(cash)}`
  if (!sale.voided || waitsFor(sale) !== null) {
    return cash > 0 ? <p role="status">{t('money.found.giveCash', { amount })}</p> : null
  }
  return <p role="status">{cash > 0 ? t('approve.done', { amount }) : t('approve.doneOutside')}</p>
}

interface SlipChoiceParts {
  readonly sale: PaidSaleView
  readonly value: SlipView['slip'] | null
  readonly onChoose: (slip: SlipView['slip']) => void
}

/** The sale's own slip, those of money that went back and those of cards: each can be read and printed again. */
function SlipChoice({ sale, value, onChoose }: SlipChoiceParts) {
  const { t } = useTranslation()
  const ownWords = (slip: string): string => {
    const nth = slip === 'sale' ? null : Number(slip.slice('return-'.length))
    const kind = nth === null ? null : (sale.returns[nth - 1]?.kind ?? 'refund')
    return kind === null ? t('money.found.own') : `${t(`money.found.${kind}`)} ${nth ?? ''}`
  }
  const options = sale.slips.map(({ slip }) => {
    const card = cardSlipIn(slip)
    if (!card) return { value: slip, text: ownWords(slip) }
    const copy = t(`money.found.copies.${card.copy}`, { nth: card.place + 1 })
    return { value: slip, text: card.own === 'sale' ? copy : `${ownWords(card.own)} ${copy}` }
  })
  return <Choice {...{ label: t('money.found.slips'), value, options, onChoose }} />
}

function useFacts(sale: PaidSaleView, slip: SlipView | undefined): readonly Fact[] {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const copies = slip && slip.copies > 0 ? ` · ${t('find.copies', { count: slip.copies })}` : ''
  return [
    { name: t('find.sale'), value: sale.receipt },
    { name: t('find.time'), value: shopTime(sale.paidAtMs, timeZone) },
    { name: t('find.cashier'), value: sale.operator },
    { name: t('find.amount'), value: <Amount amount={sale.total} size="large" />, large: true },
    { name: t('find.tender'), value: <Tenders sale={sale} /> },
    ...(sale.returns.length > 0 ? [{ name: t('money.found.returns'), value: <Returns sale={sale} /> }] : []),
    { name: t('find.state'), value: <StateWords sale={sale} /> },
    { name: t('find.paper'), value: `${t(`print.${slip?.print ?? sale.print}`)}${copies}` },
  ]
}

function Tenders({ sale }: { readonly sale: PaidSaleView }) {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  const { given, change } = sale
  return sale.tenders.map(({ method, amount, scan }, place) => (
    <div key={place}>
      {method === 'cash'
        ? t('find.cash', { given: formatMoney(given), change: formatMoney(change) })
        : `${walletName(scan?.wallet ?? undefined, language) ?? t(`money.methods.${method}`)} ${formatMoney(amount)}`}
      {scan?.number != null && <div>{`${t('find.scan.number')} ${scan.number}`}</div>}
      {scan?.log != null && <div>{`${t('find.scan.log')} ${scan.log}`}</div>}
    </div>
  ))
}

const SHAPE = { done: '✓', failed: '✕', 'under-way': '…', unclear: '?' } as const

/** Each time money went back: by which way how much, and how it stands. */
function Returns({ sale }: { readonly sale: PaidSaleView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const language = useCashier((view) => view.language)
  const stateOf = ({ state, why }: ReturnView['parts'][number]) =>
    why === null ? t(`money.found.${state}`) : t('money.found.failedSince', { why: declineWords(language, why).what })
  return sale.returns.map(({ kind, parts, atMs, asker, offline }, nth) => (
    <div key={nth}>
      {t(`money.found.${kind}`)} {t('money.found.when', { time: shopTime(atMs, timeZone).slice(5, 16), asker })}{' '}
      {parts
        .map((part, place) => ({ part, method: sale.tenders[place]?.method ?? 'cash' }))
        .filter(({ part }) => part.amount > 0)
        .map(
          ({ part, method }) =>
            `${SHAPE[part.state]} ${t(`money.methods.${method}`)} ${formatMoney(part.amount)} ${stateOf(part)}`,
        )
        .join(' · ')}
      {offline && ` · ${t('money.found.offline')}`}
    </div>
  ))
}

const hasFailed = ({ returns }: PaidSaleView): boolean =>
  returns.every(({ parts }) => parts.every(({ amount, state }) => amount === 0 || state === 'failed'))

function StateWords({ sale }: { readonly sale: PaidSaleView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { voided, returns } = sale
  const waits = waitsFor(sale)
  const last = returns.at(-1)
  const kind = last?.kind ?? 'void'
  if (waits !== null) return <>{`… ${t(`money.found.waits.${kind}`, { who: t(`money.who.${waits}`) })}`}</>
  if (voided) {
    return <>{`↺ ${t('find.voided', { time: shopTime(voided.atMs, timeZone), manager: voided.manager })}`}</>
  }
  const left = sale.left > 0 ? ` · ${t('money.found.left', { amount: formatMoney(sale.left) })}` : ''
  const unclear = last?.parts.some(({ state }) => state === 'unclear') ?? false
  if (last?.kind === 'void' && unclear) return <>{`? ${t('money.found.voidUnclear')}`}</>
  if (last?.kind === 'void' && sale.left > 0) return <>{`✕ ${t('money.found.voidFailed')}${left}`}</>
  if (returns.length === 0) return <>{`✓ ${t('find.done')}`}</>
  if (hasFailed(sale)) return <>{`✕ ${t('money.found.none')}${left}`}</>
  return <>{sale.left === 0 ? `↺ ${t('money.found.all')}` : `↺ ${t('money.found.partly')}${left}`}</>
}
