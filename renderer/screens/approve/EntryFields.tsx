import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import type { useAsking } from './asking.ts'
import type { FieldName } from './entries.ts'

type EntryParts = Pick<ReturnType<typeof useAsking>, 'entries' | 'current' | 'write' | 'choose' | 'locks'> & {
  readonly fields: readonly FieldName[]
}

/** One field for each thing that is asked for; the number pad writes into the one that is its turn. */
export function EntryFields({ fields, entries, current, write, choose, locks }: EntryParts) {
  return fields.map((name) => (
    <EntryField
      key={name}
      {...{ name, value: entries[name] ?? '', isCurrent: name === current }}
      onChange={(text) => write(name, text)}
      onChoose={() => choose(name)}
      lock={name === 'code' ? null : locks[name]}
    />
  ))
}

interface OneParts {
  readonly name: FieldName
  readonly value: string
  readonly isCurrent: boolean
  readonly onChange: (text: string) => void
  readonly onChoose: () => void
  readonly lock: Parameters<typeof TriesLeft>[0] | null
}

function EntryField({ name, value, isCurrent, onChange, onChoose, lock }: OneParts) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // Emptied after a refusal, the first one is typed again.
    if (isCurrent && value === '') field.current?.focus()
  }, [isCurrent, value])
  return (
    <div onFocus={onChoose}>
      <Field
        {...{ label: t(`authority.fields.${name}`), value, onChange, field }}
        type={name === 'code' ? 'text' : 'password'}
        {...(name === 'code' && { hint: t('authority.codeHint') })}
      />
      {lock && <TriesLeft {...lock} />}
    </div>
  )
}
