import type { CodeView } from '#contract/authority-view'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { clockOf } from '../../parts/lock.ts'
import { orTell } from '../../parts/told.ts'
import { useLeft } from '../../parts/left.ts'
import { station, useCashier } from '../../station.ts'
import styles from './ApproveDrawer.module.css'
import type { Way, Wished } from './asking.ts'

interface CodeParts {
  readonly wished: Wished
  readonly manager: string
  readonly way: Way
  readonly onWay: (way: Way) => void
}

/** Sends a one-time code to the manager, and says how it stands; or, for small sums, the way without a network. */
export function CodePart({ wished, manager, way, onWay }: CodeParts) {
  const { t } = useTranslation()
  const { offlineRefundMax } = useCashier(({ policy }) => policy)
  const person = useCashier(({ people }) => people.find(({ number }) => number === manager))
  const locked = useCashier(({ refundsLocked }) => refundsLocked)
  const offline = person?.hasTotp === true && wished.amount <= offlineRefundMax
  if (locked) return <p className={styles['self']}>{t('authority.refundsLocked')}</p>
  return (
    <>
      {offline && (
        <Choice
          label={t('authority.way')}
          value={way}
          options={(['code', 'offline'] as const).map((value) => ({ value, text: t(`authority.ways.${value}`) }))}
          onChoose={onWay}
        />
      )}
      {way === 'code' && <Sending wished={wished} manager={manager} />}
    </>
  )
}

function Sending({ wished: { what, amount }, manager }: Pick<CodeParts, 'wished' | 'manager'>) {
  const { t } = useTranslation()
  const person = useCashier(({ people }) => people.find(({ number }) => number === manager))
  const code = useCashier(({ code: newest }) => (newest?.amount === amount ? newest : null))
  if (what.act !== 'refund' && what.act !== 'void-paid') return null
  const reach = person?.reach ?? []
  const ask = (channel: 'email' | 'sms') =>
    void orTell(station.authority.askCode({ what, manager, channel }), person?.name ?? '')
  return (
    <>
      {code && <CodeState code={code} />}
      {reach.length === 0 && <p className={styles['self']}>{t('authority.nobodyReached')}</p>}
      <div className={styles['send']}>
        {reach.map(({ channel, to }) => (
          <Button key={channel} look={code?.is === 'live' ? 'plain' : 'primary'} onPress={() => ask(channel)}>
            {t(code ? 'authority.sendAgain' : 'authority.send', { to })}
          </Button>
        ))}
      </div>
    </>
  )
}

/** Whether it came, how long it is good for and how often it may still be entered. */
function CodeState({ code }: { readonly code: CodeView }) {
  const { t } = useTranslation()
  const leftMs = useLeft((view) => view.code?.leftMs ?? 0)
  if (code.is !== 'live' || leftMs === 0) {
    const is = code.is === 'live' ? 'expired' : code.is
    return <p className={styles['self']}>{t(`authority.code.${is}`)}</p>
  }
  const facts = { who: code.manager, time: clockOf(leftMs), count: code.triesLeft }
  const failed = code.delivery === 'failed'
  return (
    <p className={failed ? styles['self'] : styles['note']} role="status">
      {t(`authority.delivery.${code.delivery}`, facts)}
    </p>
  )
}
