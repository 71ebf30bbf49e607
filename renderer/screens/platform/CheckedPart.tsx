import type { CheckedView } from '#contract/scanpay'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Amiss } from '../../parts/Amiss.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Mark } from '../../parts/Mark.tsx'
import report from '../../parts/Report.module.css'
import { shopTimeOfDay } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'

const SECOND_MS = 1_000
/** It is told before the platform, which allows some minutes, refuses anything. */
const CLOCK_OFF_MS = 60_000

interface CheckedParts {
  readonly checked: CheckedView | null
  readonly busy: boolean
}

/** What asking the platform came to, in words with the next step. */
export function CheckedPart({ checked, busy }: CheckedParts) {
  const { t } = useTranslation()
  const here = useRef<HTMLDivElement>(null)
  const isNew = busy || checked !== null
  // Whoever asked has perhaps scrolled to the keys, below.
  useEffect(() => {
    if (isNew) here.current?.scrollIntoView({ block: 'nearest' })
  }, [isNew, busy, checked?.atMs])
  return (
    <div ref={here}>
      {busy && (
        <div className={report['underway']} role="status">
          <span>{t('platform.checking')}</span>
          <progress className={report['bar']} />
        </div>
      )}
      {!busy && checked && <Checked checked={checked} />}
      {!busy && !checked && <p className={report['note']}>{t('platform.never')}</p>}
    </div>
  )
}

function Checked({ checked }: { readonly checked: CheckedView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { found, atMs, skewMs, code, status, traceId } = checked
  const beside = [
    ...[t('platform.checked', { time: shopTimeOfDay(atMs, timeZone) })],
    ...(code === null ? [] : [t('platform.codes', { code })]),
    ...(status === null ? [] : [t('platform.status', { status })]),
    ...(traceId === null ? [] : [t('platform.trace', { id: traceId })]),
  ].join(' · ')
  const isFine = found === 'fine'
  return (
    <section className={report['part']} aria-label={t('platform.check')} data-found={found}>
      <div className={isFine ? report['sound'] : report['amiss']} role={isFine ? 'status' : 'alert'}>
        {!isFine && <Mark sign="!" tone="attention" />}
        <p>
          <strong>{t(`platform.found.${found}.what`)}</strong> {t(`platform.found.${found}.next`)}
          <small className={report['line']}>{beside}</small>
        </p>
      </div>
      {skewMs !== null && <Facts facts={[{ name: t('platform.skew.title'), value: <Skew ms={skewMs} /> }]} />}
      {found !== 'clock' && Math.abs(skewMs ?? 0) > CLOCK_OFF_MS && <Amiss>{t('platform.clockOff')}</Amiss>}
    </section>
  )
}

function Skew({ ms }: { readonly ms: number }) {
  const { t } = useTranslation()
  // It is signed to the second, and about halfway.
  const seconds = Math.round(Math.abs(ms) / SECOND_MS)
  if (seconds <= 1) return <>{t('platform.skew.same')}</>
  return <>{t(`platform.skew.${ms > 0 ? 'ahead' : 'behind'}`, { seconds })}</>
}
