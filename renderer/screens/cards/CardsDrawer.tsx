import type { CardsView } from '#contract/cards'
import { formatMoney } from '#domain/money'
import { sixDigits } from '#domain/terminal/stan'
import type { CardTransaction } from '#domain/terminal/transactions'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Amiss } from '../../parts/Amiss.tsx'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import report from '../../parts/Report.module.css'
import { shopTime } from '../../parts/time.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import styles from './CardsDrawer.module.css'
import { KeyPart } from './KeyPart.tsx'

/** For managers and IT: the card terminal that this station is, its batch, and the settlement of it. */
export function CardsDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const cards = useCashier((view) => view.cards)
  const isManager = useCashier(({ operator }) => operator?.role === 'manager')
  const isIt = useCashier(({ operator }) => operator?.role === 'it')
  if (!cards) return null
  const maySettle = isManager && !cards.busy && (cards.count > 0 || cards.settlement !== null)
  const settle = () => void (maySettle && orTell(station.cards.settle({})))
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button isDisabled={cards.busy} onPress={() => void orTell(station.cards.signIn({}))}>
        {t('cards.signIn')}
      </Button>
      {isManager && (
        <Button look="primary" isDisabled={!maySettle} onPress={settle}>
          {t('cards.settle')}
        </Button>
      )}
    </>
  )
  return (
    <Drawer title={t('cards.title')} onClose={onClose} keys={{ Enter: settle }} foot={foot}>
      <p className={report['note']}>{t('cards.note')}</p>
      <Terminal cards={cards} />
      <Line busy={cards.busy} />
      {isIt && cards.loadsKey && <KeyPart />}
      {!cards.hasKey && <Amiss>{t('cards.noKey')}</Amiss>}
      {cards.open > 0 && <Amiss>{t('cards.open', { count: cards.open })}</Amiss>}
      {cards.count === 0 ? <p>{t('cards.empty')}</p> : <Totals totals={cards.totals} label={t('cards.batch')} />}
      <Settling cards={cards} />
      <ToldBanner />
      {cards.settled && <Last settled={cards.settled} isManager={isManager} />}
    </Drawer>
  )
}

function Terminal({ cards }: { readonly cards: CardsView }) {
  const { t } = useTranslation()
  return (
    <Facts
      facts={[
        { name: t('cards.terminal'), value: cards.terminal },
        { name: t('cards.merchant'), value: cards.merchant },
        { name: t('cards.batch'), value: cards.batch === 0 ? t('cards.noBatch') : sixDigits(cards.batch) },
        { name: t('cards.key.title'), value: t(cards.hasKey ? 'cards.key.there' : 'cards.key.none') },
        { name: t('cards.line'), value: t(`cards.signedOn.${cards.isSignedOn ? 'yes' : 'no'}`) },
      ]}
    />
  )
}

/** Whether the acquirer is there, asked by hand; and the terminal's leave of it. */
function Line({ busy }: { readonly busy: boolean }) {
  const { t } = useTranslation()
  const [isThere, setThere] = useState(false)
  const echo = async () => {
    setThere(false)
    setThere((await orTell(station.cards.echo({}))) !== null)
  }
  return (
    <div className={styles['line']}>
      <Button isDisabled={busy} onPress={() => void echo()}>
        {t('cards.echo')}
      </Button>
      <Button isDisabled={busy} onPress={() => void orTell(station.cards.signOff({}))}>
        {t('cards.signOff')}
      </Button>
      {isThere && (
        <span className={report['sound']} role="status">
          {t('cards.echoed')}
        </span>
      )}
    </div>
  )
}

/** Where the settlement is, that is under way or was broken off. */
function Settling({ cards: { settlement, busy } }: { readonly cards: CardsView }) {
  const { t } = useTranslation()
  if (!settlement) return null
  if (!busy) return <Amiss>{t('cards.brokenOff')}</Amiss>
  const { at, uploaded, of } = settlement
  return (
    <div className={report['underway']} role="status">
      <span>{t(`cards.settling.${at}`, { uploaded, of })}</span>
      <progress className={report['bar']} {...(at === 'uploading' && { value: uploaded, max: of })} />
    </div>
  )
}

const KINDS = ['domestic', 'foreign'] as const
const SIDES = ['debit', 'credit'] as const

function Totals({ totals, label }: { readonly totals: CardsView['totals']; readonly label: string }) {
  const { t } = useTranslation()
  const kinds = KINDS.filter((kind) => totals[kind].debit.count + totals[kind].credit.count > 0)
  return (
    <table className={styles['totals']} aria-label={label}>
      <tbody>
        {kinds.flatMap((kind) =>
          SIDES.map((side) => (
            <tr key={`${kind} ${side}`} data-totals={`${kind} ${side}`}>
              <th scope="row">
                {t(`cards.kinds.${kind}`)} · {t(`cards.side.${side}`)}
              </th>
              <td>{t('cards.count', { count: totals[kind][side].count })}</td>
              <td>
                {t('currency')}
                {formatMoney(totals[kind][side].sum)}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  )
}

interface LastParts {
  readonly settled: NonNullable<CardsView['settled']>
  readonly isManager: boolean
}

function Last({ settled, isManager }: LastParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { batch, atMs, totals, isBalanced, differing } = settled
  return (
    <section className={report['part']} aria-label={t('cards.last')}>
      <h3>
        {t('cards.last')} · {sixDigits(batch)} · {shopTime(atMs, timeZone)}
      </h3>
      <p className={isBalanced ? report['sound'] : styles['off']}>
        {t(isBalanced ? 'cards.balanced' : 'cards.unbalanced')}
      </p>
      <Totals totals={totals} label={t('cards.last')} />
      {isManager && <Button onPress={() => void orTell(station.cards.printTotals({}))}>{t('cards.print')}</Button>}
      {differing.length > 0 && (
        <>
          <p>{t('cards.differing')}</p>
          <ul className={styles['differing']}>
            {differing.map(({ stan, transaction, amount, card }) => (
              <li key={stan}>
                <span>{t('cards.which', { stan: sixDigits(stan) })}</span>
                <span>{t(`cards.transactions.${transaction as CardTransaction}`)}</span>
                <span>{card}</span>
                <span>
                  {t('currency')}
                  {formatMoney(amount)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
