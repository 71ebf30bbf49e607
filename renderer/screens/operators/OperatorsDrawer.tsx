import type { PersonView } from '#contract/people-view'
import { KEPT_KINDS } from '#domain/secret-rules'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { classes } from '../../parts/classes.ts'
import { Drawer } from '../../parts/Drawer.tsx'
import { useLock, type Lock } from '../../parts/lock.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import row from '../../parts/Row.module.css'
import { station, useCashier } from '../../station.ts'
import { useStanding } from '../secrets/standing.ts'
import { AddOperator } from './AddOperator.tsx'
import styles from './OperatorsDrawer.module.css'
import { PersonDrawer } from './PersonDrawer.tsx'

/** For managers: who works here and how their secrets stand, and one more. No secret is ever shown. */
export function OperatorsDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const people = useCashier((view) => view.people)
  const [adding, setAdding] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  if (adding) return <AddOperator onClose={() => setAdding(false)} />
  const person = people.find(({ number }) => number === chosen)
  if (person) return <PersonDrawer person={person} onClose={() => setChosen(null)} />
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
        {people.map((each) => (
          <Person key={each.number} person={each} onManage={() => setChosen(each.number)} />
        ))}
      </ul>
    </Drawer>
  )
}

function Person({ person, onManage }: { readonly person: PersonView; readonly onManage: () => void }) {
  const { t } = useTranslation()
  const self = useCashier(({ operator }) => operator?.number === person.number)
  const kinds: readonly Lock['kind'][] = person.role === 'manager' ? [...KEPT_KINDS, 'totp'] : KEPT_KINDS
  const unlock = () => void orTell(station.operators.unlock({ number: person.number }), person.number)
  return (
    <li className={classes(row['row'], styles['person'])}>
      <strong>{person.number}</strong>
      <span>
        {person.name}
        <small>{t(`roles.${person.role}`)}</small>
      </span>
      <span className={row['acts']}>
        {useAnyLocked(person) && !self && <Button onPress={unlock}>{t('operators.unlock')}</Button>}
        {!self && <Button onPress={onManage}>{t('secrets.manage')}</Button>}
      </span>
      <ul className={styles['secrets']}>
        {kinds.map((kind) => (
          <State key={kind} person={person} kind={kind} />
        ))}
      </ul>
    </li>
  )
}

function useAnyLocked({ number }: PersonView): boolean {
  const locks = [useLock(number, 'login'), useLock(number, 'void'), useLock(number, 'pin'), useLock(number, 'totp')]
  return locks.some(({ locked }) => locked)
}

/** One secret in a line; what a role has not is not spoken of. */
function State({ person, kind }: { readonly person: PersonView; readonly kind: Lock['kind'] }) {
  const { t } = useTranslation()
  const { text, amiss } = useStanding(person, kind)
  if (kind !== 'totp' && !person.secrets.some((each) => each.kind === kind)) return null
  return (
    <li className={classes(amiss && row['amiss'])}>
      {t('secrets.line', { kind: t(`secrets.kinds.${kind}`), state: text })}
    </li>
  )
}
