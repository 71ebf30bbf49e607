import { ACTS, FLOORS, faultOfPolicy, type Policy, type PolicyRow } from '#domain/policy'
import { formatMoney, readMoney, ZERO } from '#domain/money'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Field } from '../../parts/Field.tsx'
import { shopTime } from '../../parts/time.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { useLock } from '../../parts/lock.ts'
import { station, useCashier } from '../../station.ts'
import styles from './PolicyDrawer.module.css'
import { PolicyRows } from './PolicyRows.tsx'

/** For managers: what each act asks for, by amount and by the age of the sale. Floors stand fast. */
export function PolicyDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const now = useCashier(({ policy }) => policy)
  const me = useCashier(({ operator }) => operator?.number ?? '')
  const [draft, setDraft] = useState<Policy>(now)
  const [password, setPassword] = useState('')
  const lock = useLock(me, 'void')
  const fault = faultOfPolicy(draft)
  const changed = JSON.stringify(draft) !== JSON.stringify(now)
  const ready = changed && fault === null && password !== '' && !lock.locked
  const save = async () => {
    if (!ready) return
    const saved = await orTell(station.authority.setPolicy({ policy: draft, voidPassword: password }))
    setPassword('')
    if (saved) onClose()
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      {!now.locked && (
        <Button look="primary" isDisabled={!ready} onPress={() => void save()}>
          {t('policy.save')}
        </Button>
      )}
    </>
  )
  const setRows = (rows: readonly PolicyRow[]) => setDraft({ ...draft, rows })
  return (
    <Drawer title={t('policy.title')} onClose={onClose} keys={{ Enter: () => void save() }} foot={foot}>
      <WhoSet policy={now} />
      {ACTS.map((act) => (
        <PolicyRows
          key={act}
          {...{ act, floor: FLOORS[act], rows: draft.rows, isFixed: now.locked }}
          {...{ marked: fault?.line ?? null, onRows: setRows }}
        />
      ))}
      {now.locked ? <FixedLimits policy={now} /> : <Limits draft={draft} onDraft={setDraft} />}
      {fault && (
        <p className={styles['fault']} role="alert">
          {t(`policy.faults.${fault.fault}`)}
        </p>
      )}
      {!now.locked && (
        <>
          <Field {...{ label: t('policy.password'), type: 'password', value: password, onChange: setPassword }} />
          <TriesLeft {...lock} />
        </>
      )}
      {!lock.locked && <ToldBanner />}
    </Drawer>
  )
}

/** Head office, and when; or what the shop may change. */
function WhoSet({ policy: { version, locked } }: { readonly policy: Policy }) {
  const { t } = useTranslation()
  const issuedMs = useCashier(({ policyIssuedMs }) => policyIssuedMs)
  const timeZone = useCashier((view) => view.timeZone)
  const issued = shopTime(issuedMs ?? 0, timeZone).slice(0, 'YYYY-MM-DD HH:MM'.length)
  return (
    <p className={styles['note']}>{locked ? t('policy.locked', { version, issued }) : t('policy.note', { version })}</p>
  )
}

function FixedLimits({ policy }: { readonly policy: Policy }) {
  const { t } = useTranslation()
  const facts = [
    { name: t('policy.offline'), value: formatMoney(policy.offlineRefundMax) },
    { name: t('policy.minutes'), value: String(policy.codeMinutes) },
  ]
  return <Facts facts={facts} />
}

interface LimitsParts {
  readonly draft: Policy
  readonly onDraft: (draft: Policy) => void
}

function Limits({ draft, onDraft }: LimitsParts) {
  const { t } = useTranslation()
  const [offline, setOffline] = useState(formatMoney(draft.offlineRefundMax))
  const [minutes, setMinutes] = useState(String(draft.codeMinutes))
  return (
    <div className={styles['limits']}>
      <Field
        {...{ label: t('policy.offline'), value: offline }}
        onChange={(text) => {
          setOffline(text)
          onDraft({ ...draft, offlineRefundMax: readMoney(text) ?? ZERO })
        }}
      />
      <Field
        {...{ label: t('policy.minutes'), value: minutes, digits: true, longest: 2 }}
        onChange={(text) => {
          setMinutes(text)
          onDraft({ ...draft, codeMinutes: Number(text) })
        }}
      />
    </div>
  )
}
