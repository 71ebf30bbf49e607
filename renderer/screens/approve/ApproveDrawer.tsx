import type { PersonView } from '#contract/view'
import { mayApprove, POLICY, type Act } from '#domain/authority'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts, type Fact } from '../../parts/Facts.tsx'
import { Field } from '../../parts/Field.tsx'
import { Keypad } from '../../parts/Keypad.tsx'
import { useLock } from '../../parts/lock.ts'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { closing, dismiss, tell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { useCashier } from '../../station.ts'
import type { Why } from '../../words/refusals.ts'
import styles from './ApproveDrawer.module.css'

const REASONS = {
  'void-paid': ['wrong-goods', 'customer-changed-mind', 'wrong-tender', 'other'],
  refund: ['faulty', 'customer-changed-mind', 'wrong-goods', 'other'],
  'void-tender': ['customer-changed-mind', 'wrong-tender', 'other'],
} as const
export type Reason = 'wrong-goods' | 'faulty' | 'customer-changed-mind' | 'wrong-tender' | 'other' | 'training'

/** A manager's word as it was entered. */
export interface Word {
  readonly reason: Reason
  readonly manager: string
  readonly voidPassword: string
}
type Told<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: Why; readonly text?: string }

interface ApproveParts {
  readonly act: Act
  readonly title: string
  readonly note?: string
  /** What is undone, and how much it is. */
  readonly facts: readonly Fact[]
  readonly confirmWords: string
  /** What a refusal is about. */
  readonly about: string
  /** Asks main for the approval. */
  readonly approve: (word: Word) => Promise<Told<{ readonly approval: string }>>
  /** Does what was approved, at once. */
  readonly carryOut: (reason: Reason, approval: string) => Promise<Told<unknown>>
  readonly onDone?: () => void
  readonly onClose: () => void
}

/** Asks the manager: what goes back, how much, who asks, how many tries are left. The password is checked in main. */
export function ApproveDrawer(parts: ApproveParts) {
  const { act, title, note, facts, confirmWords, onClose } = parts
  const { t } = useTranslation()
  const asker = useCashier(({ operator }) => operator)
  const managers = useCashier(({ people }) => approversOf(people, act, asker?.number))
  const [reason, setReason] = useState<Reason>(REASONS[act][0])
  const [manager, setManager] = useState(managers[0]?.number ?? '')
  const { password, setPassword, lock, ready, confirm, field } = useAsking(parts, { reason, manager })
  const cancel = closing(onClose)
  const foot = (
    <>
      <Button shortcut="Esc" onPress={cancel}>
        {t('approve.cancel')}
      </Button>
      <Button look="danger" isDisabled={!ready} onPress={() => void confirm()}>
        {confirmWords}
      </Button>
    </>
  )
  const type = (text: string) => setPassword((now) => now + text)
  return (
    <Drawer title={title} onClose={cancel} keys={{ Enter: () => void confirm() }} typed={type} foot={foot}>
      {note !== undefined && <p className={styles['note']}>{note}</p>}
      <Facts facts={[...facts, { name: t('approve.asker'), value: `${asker?.number ?? ''} ${asker?.name ?? ''}` }]} />
      <ReasonChoice act={act} value={reason} onChoose={setReason} />
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
          {manager === asker?.number && <p className={styles['self']}>{t('approve.self')}</p>}
          {/* How long to wait is said above; "try again" beside it would contradict. */}
          {!lock.locked && <ToldBanner />}
        </div>
        <Keypad onSign={type} onBack={() => setPassword((now) => now.slice(0, -1))} onClear={() => setPassword('')} />
      </div>
    </Drawer>
  )
}

/** Whom main would hear on it. */
const approversOf = (people: readonly PersonView[], act: Act, asker = ''): readonly PersonView[] =>
  people.filter(({ number }) => mayApprove(people, POLICY[act], asker, number).ok)

/** The password as it is typed, and asking main once with it; whatever the answer, it is forgotten here. */
function useAsking(parts: ApproveParts, asked: Pick<Word, 'reason' | 'manager'>) {
  const { approve, carryOut, about, onDone } = parts
  const [password, setPassword] = useState('')
  const asking = useRef(false)
  const field = useRef<HTMLInputElement>(null)
  const lock = useLock(asked.manager, 'void')
  const ready = password !== '' && !lock.locked
  const confirm = async () => {
    if (!ready || asking.current) return
    asking.current = true
    const approved = await approve({ ...asked, voidPassword: password })
    setPassword('')
    // The approval is for just this, and used up by it at once.
    const answer = approved.ok ? await carryOut(asked.reason, approved.value.approval) : approved
    asking.current = false
    field.current?.focus()
    if (answer.ok) {
      dismiss()
      onDone?.()
    } else tell(answer.why, about)
  }
  return { password, setPassword, lock, ready, confirm, field }
}

interface ReasonParts {
  readonly act: Act
  readonly value: Reason
  readonly onChoose: (reason: Reason) => void
}

function ReasonChoice({ act, value, onChoose }: ReasonParts) {
  const { t } = useTranslation()
  const training = useCashier((view) => view.profile === 'training')
  const reasons: readonly Reason[] = training ? [...REASONS[act], 'training'] : REASONS[act]
  return (
    <Choice
      label={t('approve.reason')}
      value={value}
      options={reasons.map((reason) => ({ value: reason, text: t(`approve.reasons.${reason}`) }))}
      onChoose={onChoose}
    />
  )
}
