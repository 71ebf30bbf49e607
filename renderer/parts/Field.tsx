import type { Ref } from 'react'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { TextField } from 'react-aria-components/TextField'
import styles from './Field.module.css'

interface FieldParts {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'password'
  readonly hint?: string
  readonly digits?: boolean
  readonly autoFocus?: boolean
  readonly longest?: number
  readonly field?: Ref<HTMLInputElement>
}

/** A labelled line of text. Digits only, where digits are meant; never corrected, completed or remembered. */
export function Field({ label, value, onChange, type = 'text', hint, digits = false, ...rest }: FieldParts) {
  const { autoFocus = false, longest = 64, field } = rest
  const keep = (text: string) => onChange((digits ? text.replace(/\D/g, '') : text).slice(0, longest))
  return (
    <TextField className={styles['field'] ?? ''} value={value} onChange={keep} type={type} autoFocus={autoFocus}>
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <Input
        ref={field ?? null}
        className={styles['input'] ?? ''}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        spellCheck={false}
        {...(hint !== undefined && { placeholder: hint })}
        {...(digits && { inputMode: 'numeric' as const })}
      />
    </TextField>
  )
}
