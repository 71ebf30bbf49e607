import { KEPT_KINDS, kindsOf, type KeptKind } from '#domain/secret-rules'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Field } from '../../parts/Field.tsx'
import { FieldKeypad } from '../../parts/FieldKeypad.tsx'
import { useLeft } from '../../parts/left.ts'
import { clockOf } from '../../parts/lock.ts'
import { orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { CodeField } from '../activation/CodeField.tsx'
import { isWhole, NewSecret, NOTHING } from '../secrets/NewSecret.tsx'
import { EnterPage } from './EnterPage.tsx'
import type { Reset } from './ForgottenPassword.tsx'
import { setForgottenCode, shutForgotten, useForgotten } from './forgotten.ts'
import { NUMBER_MAX } from './operator-number.ts'
import styles from './SignIn.module.css'

/** Number, which secret, the code, and the secret twice. Enter goes on to the next empty field, and at last asks. */
export function ResetForm({ onReset }: { readonly onReset: (reset: Reset) => void }) {
  const { t } = useTranslation()
  const resetting = useResetting(onReset)
  const { number, kind, code, value, lockedMs, ready } = resetting
  const fields = useRef<HTMLDivElement>(null)
  const next = () => {
    const all = [...(fields.current?.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea') ?? [])]
    if (ready) void resetting.reset()
    else all.find((field) => field.value === '')?.focus()
  }
  useLayer({ keys: { Enter: next, Escape: shutForgotten } })
  const options = resetting.kinds.map((each) => ({ value: each, text: t(`secrets.kinds.${each}`) }))
  return (
    <EnterPage title={t('forgotten.title')} className={styles['form']}>
      <div className={styles['halves']}>
        <section className={styles['who']} aria-label={t('forgotten.title')} ref={fields}>
          <Field
            {...{ label: t('enter.number'), value: number, onChange: resetting.setNumber }}
            {...{ digits: true, longest: NUMBER_MAX, autoFocus: true }}
          />
          <Choice {...{ label: t('forgotten.which'), value: kind, options, onChoose: resetting.setKind }} />
          <CodeField label={t('forgotten.code')} value={code} onChange={setForgottenCode} />
          <NewSecret {...{ kind, person: resetting.person, value, onChange: resetting.setValue }} />
          {lockedMs > 0 && <p className={styles['locked']}>{t('activation.locked', { time: clockOf(lockedMs) })}</p>}
          {lockedMs === 0 && <ToldBanner />}
          <div className={styles['foot']}>
            <Button shortcut="Esc" onPress={shutForgotten}>
              {t('forgotten.back')}
            </Button>
            <Button look="primary" isDisabled={!ready} onPress={next}>
              {t('forgotten.set')}
            </Button>
          </div>
        </section>
        <FieldKeypad />
      </div>
    </EnterPage>
  )
}

function useResetting(onReset: (reset: Reset) => void) {
  const [number, setNumber] = useState('')
  const [chosen, setKind] = useState<KeptKind>('login')
  const [value, setValue] = useState(NOTHING)
  const code = useForgotten((now) => now.code)
  const known = useCashier(({ people }) => people.find((each) => each.number === number))
  const lockedMs = useLeft((view) => view.activation.here?.lockedForMs ?? 0)
  const asking = useRef(false)
  const kinds = known ? kindsOf(known.role) : KEPT_KINDS
  const kind = kinds.includes(chosen) ? chosen : 'login'
  const ready = number !== '' && code !== '' && isWhole(value) && lockedMs === 0
  const reset = async () => {
    if (asking.current) return
    asking.current = true
    const answer = await orTell(station.operators.resetByCode({ code, number, kind, ...value }), number)
    asking.current = false
    if (answer) onReset({ number, kind })
  }
  const person = known ?? { number, name: '', role: 'manager' as const }
  return { number, setNumber, kind, setKind, kinds, value, setValue, code, person, lockedMs, ready, reset }
}
