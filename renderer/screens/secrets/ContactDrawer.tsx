import type { PersonView } from '#contract/people-view'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { useLock } from '../../parts/lock.ts'
import { orTell } from '../../parts/told.ts'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { station } from '../../station.ts'
import { SecretDrawer } from './SecretDrawer.tsx'
import styles from './Secrets.module.css'

/** Where a manager gets one-time codes. What is set is shown masked, and typed anew. */
export function ContactDrawer({ person, onClose }: { readonly person: PersonView; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [email, setEmail] = useState('')
  const [phone, setPhone] = useState('')
  const [voidPassword, setVoidPassword] = useState('')
  const lock = useLock(person.number, 'void')
  const save = async () => {
    const contact = { email: email.trim() || null, phone: phone.trim() || null }
    const answer = await orTell(station.operators.setContact({ ...contact, voidPassword }))
    setVoidPassword('')
    if (answer) onClose()
  }
  const head = <p className={styles['note']}>{t('secrets.contactNote')}</p>
  const ready = voidPassword !== '' && !lock.locked
  return (
    <SecretDrawer
      title={t('secrets.contact')}
      confirm={t('secrets.save')}
      {...{ ready, head, onConfirm: save, onClose }}
    >
      <Field {...{ label: t('secrets.email'), value: email, onChange: setEmail, autoFocus: true }} />
      <Field {...{ label: t('secrets.phone'), value: phone, onChange: setPhone }} />
      <Field {...{ label: t('secrets.now.void'), value: voidPassword, onChange: setVoidPassword }} type="password" />
      <TriesLeft {...lock} />
    </SecretDrawer>
  )
}
