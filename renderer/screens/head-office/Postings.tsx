import type { PostingsView } from '#contract/postings'
import { useTranslation } from 'react-i18next'
import { Amiss } from '../../parts/Amiss.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Mark } from '../../parts/Mark.tsx'
import report from '../../parts/Report.module.css'
import { shopTime } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'

type State = NonNullable<PostingsView['state']>

/** For managers and IT: what head office posted, what of it waits, and what was not taken. */
export function Postings() {
  const { t } = useTranslation()
  const state = useCashier((view) => view.postings.state)
  if (!state) return null
  const { posted, refused, lists, nextStart, lacksGoods } = state
  return (
    <section className={report['part']}>
      <h3>{t('postings.title')}</h3>
      {posted.length + refused.length === 0 && <p className={report['note']}>{t('postings.none')}</p>}
      {refused.map((each) => (
        <Refused key={each.name} refused={each} />
      ))}
      {refused.length > 0 && <p className={report['note']}>{t('postings.kept')}</p>}
      {lacksGoods && <Amiss>{t('postings.lacksGoods')}</Amiss>}
      {nextStart && <Amiss>{t('postings.nextStart')}</Amiss>}
      <Posted posted={posted} />
      {lists.length > 0 && <Lists lists={lists} />}
    </section>
  )
}

function Refused({ refused }: { readonly refused: State['refused'][number] }) {
  const { t } = useTranslation()
  const time = useTime()
  const { kind, name, revision, why, about, atMs } = refused
  return (
    <div className={report['amiss']} role="alert">
      <Mark sign="!" tone="attention" />
      <p>
        <strong>{t('postings.refused', { kind: t(`postings.kind.${kind}`) })}</strong>{' '}
        {t(`postings.why.${why}`, { about })}
        <small>{`${name} · ${t('postings.version', { revision, time: time(atMs) })}`}</small>
      </p>
    </div>
  )
}

function Posted({ posted }: Pick<State, 'posted'>) {
  const { t } = useTranslation()
  const time = useTime()
  return (
    <Facts
      facts={posted.map(({ kind, scope, is, issuedMs, fromMs }) => ({
        key: `${kind} ${scope} ${is}`,
        name: t(`postings.kind.${kind}`),
        value: (
          <>
            <strong className={is === 'waits' ? report['note'] : report['sound']}>{t(`postings.is.${is}`)}</strong>
            {is === 'waits' &&
              ` · ${fromMs === null ? t('postings.next') : t('postings.from', { time: time(fromMs) })}`}
            <small className={report['line']}>
              {`${t(`postings.scope.${scope}`)} · ${t('postings.issued', { time: time(issuedMs) })}`}
            </small>
          </>
        ),
      }))}
    />
  )
}

function Lists({ lists }: Pick<State, 'lists'>) {
  const { t } = useTranslation()
  const time = useTime()
  return (
    <>
      <strong>{t('postings.lists')}</strong>
      <Facts
        facts={lists.map(({ is, rows, fromMs, inForce }, nth) => ({
          name: `${nth + 1}. ${t(`postings.list.${is}`, { rows })}`,
          value: (
            <span className={inForce ? report['sound'] : report['note']}>
              {inForce
                ? t('postings.is.in-force')
                : fromMs === null
                  ? t('postings.next')
                  : t('postings.from', { time: time(fromMs) })}
            </span>
          ),
        }))}
      />
    </>
  )
}

function useTime(): (atMs: number) => string {
  const timeZone = useCashier((view) => view.timeZone)
  return (atMs) => shopTime(atMs, timeZone).slice(0, 'YYYY-MM-DD HH:MM'.length)
}
