import type { PersonView } from '#contract/people-view'
import type { KeptKind } from '#domain/secret-rules'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'
import { FieldKeypad } from '../../parts/FieldKeypad.tsx'
import { dismiss, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { isWhole, NewSecret, NOTHING, type Repeated } from '../secrets/NewSecret.tsx'
import { EnterPage } from './EnterPage.tsx'
import styles from './SignIn.module.css'

export interface KnownPassword {
  readonly number: string
  readonly password: string
}

interface Answer extends Repeated {
  readonly current: string
}
type Answers = Partial<Record<KeptKind, Answer>>
const UNANSWERED: Answer = { ...NOTHING, current: '' }

/** Somebody whose password was right, and who must set one of their own before they are on duty. */
export function ChangeFirst({ who, onBack: left }: { readonly who: KnownPassword; readonly onBack: () => void }) {
  const { t } = useTranslation()
  const person = useCashier(({ people }) => people.find(({ number }) => number === who.number))
  const changing = useChanging(who, person)
  const fields = useRef<HTMLDivElement>(null)
  const onBack = () => {
    dismiss()
    left()
  }
  const next = () => {
    const empty = [...(fields.current?.querySelectorAll('input') ?? [])].find(({ value }) => value === '')
    if (changing.ready) void changing.change()
    else empty?.focus()
  }
  useLayer({ keys: { Enter: next, Escape: onBack } })
  if (!person) return null
  return (
    <EnterPage title={t('secrets.changeFirst')} className={styles['page']}>
      <div className={styles['halves']}>
        <section className={styles['who']} aria-label={t('secrets.changeFirst')}>
          <h2>{`${person.number} ${person.name}`}</h2>
          <p>{t('secrets.changeNote')}</p>
          <div className={styles['who']} ref={fields}>
            {changing.kinds.map((kind, place) => (
              <One key={kind} {...{ kind, person, first: place === 0 }} {...changing.of(kind)} />
            ))}
          </div>
          <ToldBanner />
          <div className={styles['foot']}>
            <Button shortcut="Esc" onPress={onBack}>
              {t('enter.another')}
            </Button>
            <Button look="primary" isDisabled={!changing.ready} onPress={next}>
              {t('secrets.changeAndSignIn')}
            </Button>
          </div>
        </section>
        <FieldKeypad />
      </div>
    </EnterPage>
  )
}

interface OneParts {
  readonly kind: KeptKind
  readonly person: PersonView
  readonly first: boolean
  readonly answer: Answer
  readonly onAnswer: (answer: Answer) => void
}

/** One secret to be changed. The login password was just typed; any other is asked for what it is now. */
function One({ kind, person, first, answer, onAnswer }: OneParts) {
  const { t } = useTranslation()
  const asksCurrent = kind !== 'login'
  return (
    <>
      {asksCurrent && (
        <Field
          {...{ label: t(`secrets.nowOf.${kind}`), value: answer.current, autoFocus: first }}
          type="password"
          onChange={(current) => onAnswer({ ...answer, current })}
        />
      )}
      <NewSecret
        {...{ kind, person, value: answer, autoFocus: first && !asksCurrent }}
        onChange={(value) => onAnswer({ ...answer, ...value })}
      />
    </>
  )
}

function useChanging(who: KnownPassword, person: PersonView | undefined) {
  const [answers, setAnswers] = useState<Answers>({})
  const asking = useRef(false)
  // As they stood when the question came: what is answered must not move under the hands.
  const [kinds] = useState(() => (person?.secrets ?? []).flatMap(({ kind, mustChange }) => (mustChange ? [kind] : [])))
  const answerOf = (kind: KeptKind) => answers[kind] ?? UNANSWERED
  const ready = kinds.every((kind) => isWhole(answerOf(kind)) && (kind === 'login' || answerOf(kind).current !== ''))
  const change = async () => {
    if (asking.current) return
    asking.current = true
    const changes = kinds.map((kind) => {
      const { current, next, again } = answerOf(kind)
      return { kind, next, again, current: kind === 'login' ? null : current }
    })
    await orTell(station.operators.signInChanging({ ...who, changes }), who.number)
    asking.current = false
  }
  const of = (kind: KeptKind) => ({
    answer: answerOf(kind),
    onAnswer: (answer: Answer) => setAnswers((now) => ({ ...now, [kind]: answer })),
  })
  return { kinds, ready, change, of }
}
