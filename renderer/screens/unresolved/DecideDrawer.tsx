import type { OrderView } from '#contract/money-view'
import { formatMoney } from '#domain/money'
import { isTaking } from '#domain/payment-kinds'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { shopTime } from '../../parts/time.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'

interface DecideParts {
  readonly order: OrderView
  readonly onClose: () => void
}

/** A manager says what became of an order, by the acquirer's statement. Neither answer is the likely one. */
export function DecideDrawer({ order, onClose }: DecideParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { attempt, method, kind, amount, passed, may, original } = order
  const words = useWords(order)
  const close = closing(onClose)
  const decide = async (as: 'paid' | 'not-paid') => {
    if (await orTell(station.payments.decide({ attempt, as }))) close()
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={close}>
        {t('cash.cancel')}
      </Button>
      <Button look="danger" isDisabled={!may.decide.includes('not-paid')} onPress={() => void decide('not-paid')}>
        {words.notPaid}
      </Button>
      {words.paid !== null && (
        <Button look="danger" isDisabled={!may.decide.includes('paid')} onPress={() => void decide('paid')}>
          {words.paid}
        </Button>
      )}
    </>
  )
  const what = { method: t(`money.methods.${method}`), kind: t(`money.kinds.${kind}`), amount: formatMoney(amount) }
  return (
    <Drawer title={t('money.decide.title')} onClose={close} foot={foot}>
      <p>{t('money.decide.note', { who: t(`money.who.${method}`) })}</p>
      {words.note !== null && <p>{words.note}</p>}
      <Facts
        facts={[
          { name: t('find.sale'), value: order.receipt ?? attempt },
          { name: t('find.time'), value: shopTime(passed[0]?.atMs ?? 0, timeZone) },
          { name: t('find.tender'), value: t('money.unresolved.of', what) },
          ...(original === '' ? [] : [{ name: t('money.decide.original'), value: original }]),
          { name: t('find.amount'), value: <Amount amount={amount} size="large" />, large: true },
        ]}
      />
      {may.decide.length === 0 && <p role="status">{t('money.decide.wait')}</p>}
      <ToldBanner />
    </Drawer>
  )
}

interface Words {
  /** Null where it can not be said. */
  readonly paid: string | null
  readonly notPaid: string
  readonly note: string | null
}

/** What may be said of it: of what is taken or held, that it is undone; of what goes back or is let go, either. */
function useWords({ kind, method }: OrderView): Words {
  const { t } = useTranslation()
  if (kind === 'hold') return { paid: null, notPaid: t('holds.decide.notPaid.hold'), note: t('holds.decide.note') }
  if (kind === 'release')
    return { paid: t('holds.decide.paid'), notPaid: t('holds.decide.notPaid.release'), note: null }
  const who = t(`money.who.${method}`)
  return isTaking(kind)
    ? { paid: null, notPaid: t('money.decide.notPaid.pay'), note: t('money.decide.paidNote', { who }) }
    : { paid: t('money.decide.paid'), notPaid: t('money.decide.notPaid.back'), note: null }
}
