import type { OfficeView } from '#contract/office'
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
import { ForkDecision } from './ForkDecision.tsx'
import { useLineWords } from './line-words.ts'
import { Postings } from './Postings.tsx'

/** For managers and IT: how it goes between this station and head office. */
export function OfficeDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const office = useCashier((view) => view.office)
  if (!office) return null
  const tryAgain = () => void orTell(station.office.tryAgain({}))
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      {office.line.is === 'waiting' && (
        <Button look="primary" onPress={tryAgain}>
          {t('office.tryAgain')}
        </Button>
      )}
    </>
  )
  return (
    <Drawer
      title={t('office.title')}
      onClose={onClose}
      keys={office.line.is === 'waiting' ? { Enter: tryAgain } : {}}
      foot={foot}
    >
      {!isParted(office.line) && <Line line={office.line} />}
      <ToldBanner />
      <ForkDecision />
      <Way office={office} />
      <Postings />
      <p className={report['note']}>{t('office.note')}</p>
    </Drawer>
  )
}

/** That is told with what a manager decides of it. */
const isParted = ({ is }: OfficeView['line']): boolean => is === 'fork' || is === 'superseded'

function Line({ line }: Pick<OfficeView, 'line'>) {
  const { what, next, isWell } = useLineWords(line)
  return isWell ? <p className={report['sound']}>✓ {what}</p> : <Amiss>{`${what} ${next}`}</Amiss>
}

/** How far the records have come. */
function Way({ office }: { readonly office: OfficeView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { shop, servers, head, outbox, sent, ledger } = office
  const time = (atMs: number) => shopTime(atMs, timeZone)
  return (
    <Facts
      facts={[
        {
          name: t('office.outbox.title'),
          value: outbox === 0 ? t('office.outbox.none') : t('office.outbox.count', { count: outbox }),
          large: true,
        },
        { name: t('office.head'), value: t('office.record', { seq: head }) },
        {
          name: t('office.sent.title'),
          value: sent ? t('office.sent.at', { seq: sent.seq, time: time(sent.atMs) }) : t('office.sent.none'),
        },
        {
          name: t('office.ledger.title'),
          value: ledger
            ? t('office.ledger.at', { seq: ledger.seq, hash: ledger.hash, time: time(ledger.atMs) })
            : t('office.ledger.none'),
        },
        { name: t('office.shop'), value: shop },
        { name: t('office.servers'), value: servers.join(' ') },
      ]}
    />
  )
}
