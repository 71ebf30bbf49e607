import type { PaidSaleView } from '#contract/view'
import { formatMoney } from '#domain/money'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Paper } from '../../parts/Paper.tsx'
import { shopTime } from '../../parts/time.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'

interface FoundParts {
  readonly sale: PaidSaleView
  readonly onVoid: () => void
  readonly onClose: () => void
}

/** One finished sale: what it was, what became of it, and what can still be done; or why not. */
export function FoundSale({ sale, onVoid, onClose }: FoundParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { voided } = sale
  const state = voided
    ? `↺ ${t('find.voided', { time: shopTime(voided.atMs, timeZone), manager: voided.manager })}`
    : `✓ ${t('find.done')}`
  const reprint = () => void orTell(station.sale.reprint({ receipt: sale.receipt }), sale.receipt)
  const copies = sale.copies > 0 ? ` · ${t('find.copies', { count: sale.copies })}` : ''
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('find.close')}
      </Button>
      <Button isDisabled={sale.print === 'waiting'} onPress={reprint}>
        {t('find.reprint')}
      </Button>
      {!voided && (
        <Button look="danger" onPress={onVoid}>
          {t('find.void')}
        </Button>
      )}
    </>
  )
  return (
    <Drawer title={t('find.title')} onClose={onClose} keys={{ F8: onClose }} foot={foot}>
      <ToldBanner />
      {voided && <p role="status">{t('approve.done', { amount: `${t('currency')}${formatMoney(sale.total)}` })}</p>}
      <Facts
        facts={[
          { name: t('find.sale'), value: sale.receipt },
          { name: t('find.time'), value: shopTime(sale.paidAtMs, timeZone) },
          { name: t('find.cashier'), value: sale.operator },
          { name: t('find.amount'), value: <Amount amount={sale.total} size="large" />, large: true },
          {
            name: t('find.tender'),
            value: t('find.cash', { given: formatMoney(sale.given), change: formatMoney(sale.change) }),
          },
          { name: t('find.state'), value: state },
          { name: t('find.paper'), value: `${t(`print.${sale.print}`)}${copies}` },
        ]}
      />
      {voided && <p>{t('find.cannotVoid')}</p>}
      <Paper label={t('find.paper')} lines={sale.paper} />
    </Drawer>
  )
}
