import type { PaidSaleView, PersonView } from '#contract/view'
import { mayApprove, POLICY } from '#domain/authority'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Field } from '../../parts/Field.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { shopTime } from '../../parts/time.ts'
import { useLock } from '../../parts/lock.ts'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { closing, dismiss, tell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import styles from './VoidDrawer.module.css'

const REASONS = ['wrong-goods', 'customer-changed-mind', 'wrong-tender', 'other'] as const
type Reason = (typeof REASONS)[number] | 'training'

/** Whom main would hear on it. */
const approversOf = (people: readonly PersonView[], asker = ''): readonly PersonView[] =>
  people.filter(({ number }) => mayApprove(people, POLICY['void-paid'], asker, number).ok)

interface VoidParts {
  readonly sale: PaidSaleView
  readonly onClose: () => void
}

/** Asks the manager: what is undone, how much, who asks, how many tries are left. The password is checked in main. */
export function VoidDrawer({ sale, onClose }: VoidParts) {
  const { t } = useTranslation()
  const asker = useCashier(({ operator }) => operator?.number)
  const managers = useCashier(({ people }) => approversOf(people, asker))
  const [reason, setReason] = useState<Reason>('wrong-goods')
  const [manager, setManager] = useState(managers[0]?.number ?? '')
  const { password, setPassword, lock, ready, confirm, field } = useAsking({ receipt: sale.receipt, reason, manager })
  const cancel = closing(onClose)
  const foot = (
    <>
      <Button shortcut="Esc" onPress={cancel}>
        {t('approve.cancel')}
      </Button>
      <Button look="danger" isDisabled={!ready} onPress={() => void confirm()}>
        {t('approve.confirm')}
      </Button>
    </>
  )
  const type = (text: string) => setPassword((now) => now + text)
  return (
    <Drawer title={t('approve.title')} onClose={cancel} keys={{ Enter: () => void confirm() }} typed={type} foot={foot}>
      <p className={styles['note']}>{t('approve.note')}</p>
      <WhatIsUndone sale={sale} />
      <ReasonChoice value={reason} onChoose={setReason} />
      <div className={styles['secret']}>
        <div className={styles['fields']}>
          {managers.length > 1 && (
            <Choice
              label={t('approve.manager')}
              value={manager}
              options={managers.map(({ number, name }) => ({ value: number, text: `${number} ${name}` }))}
              onChoose={setManager}
            />
          )}
          <Field
            {...{ label: t('approve.password'), type: 'password' as const, field, autoFocus: true }}
            {...{ value: password, onChange: setPassword }}
          />
          <TriesLeft {...lock} />
          {manager === asker && <p className={styles['self']}>{t('approve.self')}</p>}
          {/* How long to wait is said above; "try again" beside it would contradict. */}
          {!lock.locked && <ToldBanner />}
        </div>
        <Keypad onSign={type} onBack={() => setPassword((now) => now.slice(0, -1))} onClear={() => setPassword('')} />
      </div>
    </Drawer>
  )
}

interface Asked {
  readonly receipt: string
  readonly reason: Reason
  readonly manager: string
}

/** The password as it is typed, and asking main once with it; whatever the answer, it is forgotten here. */
function useAsking(asked: Asked) {
  const [password, setPassword] = useState('')
  const asking = useRef(false)
  const field = useRef<HTMLInputElement>(null)
  const lock = useLock(asked.manager, 'void')
  const ready = password !== '' && !lock.locked
  const confirm = async () => {
    if (!ready || asking.current) return
    asking.current = true
    const approved = await station.sale.approveVoid({ ...asked, voidPassword: password })
    setPassword('')
    const { receipt, reason } = asked
    // The approval is for just this, and used up by it at once.
    const answer = approved.ok
      ? await station.sale.voidPaid({ receipt, reason, approval: approved.value.approval })
      : approved
    asking.current = false
    field.current?.focus()
    if (answer.ok) dismiss()
    else tell(answer.why, receipt)
  }
  return { password, setPassword, lock, ready, confirm, field }
}

function WhatIsUndone({ sale }: { readonly sale: PaidSaleView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const operator = useCashier((view) => view.operator)
  return (
    <Facts
      facts={[
        { name: t('find.sale'), value: `${sale.receipt} · ${shopTime(sale.paidAtMs, timeZone)}` },
        { name: t('find.amount'), value: <Amount amount={sale.total} size="large" />, large: true },
        { name: t('approve.asker'), value: `${operator?.number ?? ''} ${operator?.name ?? ''}` },
      ]}
    />
  )
}

function ReasonChoice({ value, onChoose }: { readonly value: Reason; readonly onChoose: (reason: Reason) => void }) {
  const { t } = useTranslation()
  const training = useCashier((view) => view.profile === 'training')
  const reasons: readonly Reason[] = training ? [...REASONS, 'training'] : REASONS
  return (
    <Choice
      label={t('approve.reason')}
      value={value}
      options={reasons.map((reason) => ({ value: reason, text: t(`approve.reasons.${reason}`) }))}
      onChoose={onChoose}
    />
  )
}
