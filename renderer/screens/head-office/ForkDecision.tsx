import type { PartingView } from '#contract/parting'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Amiss } from '../../parts/Amiss.tsx'
import { Button } from '../../parts/Button.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Field } from '../../parts/Field.tsx'
import { useLock } from '../../parts/lock.ts'
import report from '../../parts/Report.module.css'
import { orTell } from '../../parts/told.ts'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { station, useCashier } from '../../station.ts'

type Parting = NonNullable<PartingView>
/** As many signs of a hash as people compare. */
const HASH_SIGNS = 8

/** Another machine works in this station's name: a manager decides that this one goes on, in a new epoch. */
export function ForkDecision() {
  const { t } = useTranslation()
  const parting = useCashier((view) => view.parting)
  const isManager = useCashier(({ operator }) => operator?.role === 'manager')
  if (!parting) return null
  const { how, seq, there, decided } = parting
  const { branch, seq: last, hash } = there
  const parted = how === 'superseded' ? t('parting.how.superseded', { branch }) : t('parting.how.fork', { seq })
  const record = t('parting.record', { branch, seq: last, hash: hash.slice(0, HASH_SIGNS) })
  return (
    <section className={report['part']} aria-label={t('parting.title')}>
      <Amiss>{parted}</Amiss>
      <Facts facts={[{ name: t('parting.there'), value: record }]} />
      {decided ? (
        <Decided {...{ decided, restarts: parting.restarts, isManager }} />
      ) : (
        <Decide {...{ parting, isManager }} />
      )}
    </section>
  )
}

function Decide({ parting: { there, next }, isManager }: { readonly parting: Parting; readonly isManager: boolean }) {
  const { t } = useTranslation()
  const me = useCashier(({ operator }) => operator?.number ?? '')
  const number = useCashier((view) => view.station)
  const lock = useLock(me, 'void')
  const [password, setPassword] = useState('')
  if (next === null) return <Amiss>{t('parting.noMore')}</Amiss>
  const goOn = async () => {
    await orTell(station.parting.goOn({ hash: there.hash, voidPassword: password }))
    setPassword('')
  }
  return (
    <>
      <p>{t('parting.first')}</p>
      <p>{t('parting.then', { epoch: next, station: number })}</p>
      {isManager ? (
        <>
          <Field {...{ label: t('parting.password'), type: 'password', value: password, onChange: setPassword }} />
          <TriesLeft {...lock} />
          <Button look="danger" isDisabled={password === '' || lock.locked} onPress={() => void goOn()}>
            {t('parting.goOn')}
          </Button>
        </>
      ) : (
        <p className={report['note']}>{t('parting.callManager')}</p>
      )}
    </>
  )
}

interface DecidedParts extends Pick<Parting, 'restarts'> {
  readonly decided: NonNullable<Parting['decided']>
  readonly isManager: boolean
}

function Decided({ decided, restarts, isManager }: DecidedParts) {
  const { t } = useTranslation()
  return (
    <>
      <p className={report['sound']}>✓ {t('parting.decided', { ...decided })}</p>
      {restarts && isManager ? (
        <Button look="primary" onPress={() => void orTell(station.parting.restart({}))}>
          {t('parting.restartNow')}
        </Button>
      ) : (
        <p>{t('parting.restartByHand')}</p>
      )}
    </>
  )
}
