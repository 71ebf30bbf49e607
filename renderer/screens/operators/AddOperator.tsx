import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Field } from '../../parts/Field.tsx'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station } from '../../station.ts'
import { OPERATOR_NUMBER } from '../enter/operator-number.ts'
import styles from './OperatorsDrawer.module.css'

const EMPTY = { number: '', name: '', password: '', again: '', voidPassword: '', voidAgain: '' }
type Role = 'cashier' | 'manager' | 'it'
const ROLES: readonly Role[] = ['cashier', 'manager', 'it']

/** One more operator; a manager has a void password besides the one they sign in with. */
export function AddOperator({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const [role, setRole] = useState<Role>('cashier')
  const [answers, setAnswers] = useState(EMPTY)
  const set = (name: keyof typeof EMPTY) => (value: string) => setAnswers((now) => ({ ...now, [name]: value }))
  const { number, name, password, again, voidPassword, voidAgain } = answers
  const whole = OPERATOR_NUMBER.test(number) && name.trim() !== '' && password !== '' && password === again
  const ready = whole && (role !== 'manager' || (voidPassword !== '' && voidPassword === voidAgain))
  const add = async () => {
    if (!ready) return
    const person = { number, name, password, mustChange: true }
    const added = role === 'manager' ? { ...person, role, voidPassword } : { ...person, role }
    if (await orTell(station.operators.add(added), number)) onClose()
  }
  const secret = (label: string, key: keyof typeof EMPTY) => (
    <Field label={label} value={answers[key]} onChange={set(key)} type="password" />
  )
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('approve.cancel')}
      </Button>
      <Button look="primary" isDisabled={!ready} onPress={() => void add()}>
        {t('operators.add')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('operators.add')} onClose={onClose} keys={{ Enter: () => void add() }} foot={foot}>
      <Choice
        label={t('operators.role')}
        value={role}
        options={ROLES.map((value) => ({ value, text: t(`roles.${value}`) }))}
        onChoose={setRole}
      />
      <div className={styles['fields']}>
        <Field label={t('enter.number')} value={number} onChange={set('number')} digits longest={6} autoFocus />
        <Field label={t('enter.name')} value={name} onChange={set('name')} longest={20} />
        {secret(t('enter.password'), 'password')}
        {secret(t('enter.again'), 'again')}
        {role === 'manager' && secret(t('enter.voidPassword'), 'voidPassword')}
        {role === 'manager' && secret(t('enter.again'), 'voidAgain')}
      </div>
      <p className={styles['note']}>
        {t('enter.passwordHint')} {t('secrets.firstNote')}
      </p>
      <ToldBanner />
    </Drawer>
  )
}
