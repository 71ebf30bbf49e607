import type { PersonView } from '#contract/people-view'
import { strengthOf, type KeptKind, type Owner, type Strength } from '#domain/secret-rules'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { useCashier } from '../../station.ts'
import styles from './Secrets.module.css'

export interface Repeated {
  readonly next: string
  readonly again: string
}
export const NOTHING: Repeated = { next: '', again: '' }

interface NewSecretParts {
  readonly kind: KeptKind
  readonly person: Pick<PersonView, 'number' | 'name' | 'role'>
  readonly value: Repeated
  readonly onChange: (value: Repeated) => void
  readonly autoFocus?: boolean
}

const PIN_DIGITS = 6

/** A new secret, typed twice, with a word on how it would do. Main judges it again, and knows more: those of before. */
export function NewSecret({ kind, person, value, onChange, autoFocus = false }: NewSecretParts) {
  const { t } = useTranslation()
  const strength = useStrength(kind, person, value.next)
  const shape = { type: 'password' as const, ...(kind === 'pin' && { digits: true, longest: PIN_DIGITS }) }
  const differs = value.again !== '' && value.again !== value.next
  return (
    <>
      <Field
        {...{ label: t(`secrets.next.${kind}`), value: value.next, autoFocus, ...shape }}
        onChange={(next) => onChange({ ...value, next })}
      />
      <Field
        {...{ label: t('enter.again'), value: value.again, ...shape }}
        onChange={(again) => onChange({ ...value, again })}
      />
      <p className={styles['strength']} data-strength={toneOf(strength)} role="status">
        {differs ? t('enter.differ') : t(`secrets.strength.${strength}`)}
      </p>
    </>
  )
}

/** Whether asking main makes sense. */
export const isWhole = ({ next, again }: Repeated): boolean => next !== '' && next === again

function useStrength(kind: KeptKind, { number, name }: NewSecretParts['person'], secret: string): Strength {
  const numbers = useCashier(({ people }) => people.map((each) => each.number).join(' '))
  const owner: Owner = { number, name, numbers: numbers.split(' ') }
  return strengthOf(kind, secret, owner)
}

function toneOf(strength: Strength): 'none' | 'good' | 'bad' {
  if (strength === 'empty' || strength === 'fair') return 'none'
  return strength === 'good' || strength === 'strong' ? 'good' : 'bad'
}
