import type { PersonView } from '#contract/view'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { clockOf, useLock } from '../../parts/lock.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { AddOperator } from './AddOperator.tsx'
import styles from './OperatorsDrawer.module.css'

/** For managers: who works here, whose password is locked, and one more. No secret is ever shown. */
export function OperatorsDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const people = useCashier((view) => view.people)
  const [adding, setAdding] = useState(false)
  if (adding) return <AddOperator onClose={() => setAdding(false)} />
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button look="primary" onPress={() => setAdding(true)}>
        {t('operators.add')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('operators.title')} onClose={onClose} foot={foot}>
      <ToldBanner />
      <ul className={styles['people']}>
        {people.map((person) => (
          <Person key={person.number} person={person} />
        ))}
      </ul>
    </Drawer>
  )
}

function Person({ person }: { readonly person: PersonView }) {
  const { t } = useTranslation()
  const self = useCashier(({ operator }) => operator?.number === person.number)
  const locks = [
    ...[useLock(person.number, 'login'), useLock(person.number, 'void')],
    ...[useLock(person.number, 'pin'), useLock(person.number, 'totp')],
  ].filter(({ locked }) => locked)
  const unlock = () => void orTell(station.operators.unlock({ number: person.number }), person.number)
  return (
    <li className={styles['person']}>
      <strong>{person.number}</strong>
      <span>
        {person.name}
        <small>{t(`roles.${person.role}`)}</small>
      </span>
      <span className={styles['locked']}>
        {locks.map(({ kind, leftMs }) => (
          <span key={kind}>
            {leftMs > 0 ? t(`operators.waits.${kind}`, { time: clockOf(leftMs) }) : t(`operators.locked.${kind}`)}
          </span>
        ))}
      </span>
      {locks.length > 0 && !self && <Button onPress={unlock}>{t('operators.unlock')}</Button>}
    </li>
  )
}
