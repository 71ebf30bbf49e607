import type { PersonView } from '#contract/people-view'
import type { KeptKind } from '#domain/secret-rules'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Field } from '../../parts/Field.tsx'
import { useLock } from '../../parts/lock.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { station, useCashier } from '../../station.ts'
import { isWhole, NewSecret, NOTHING } from '../secrets/NewSecret.tsx'
import { RevokeButton } from '../secrets/RevokeButton.tsx'
import { SecretDrawer } from '../secrets/SecretDrawer.tsx'
import { SecretRow } from '../secrets/SecretRow.tsx'
import styles from './OperatorsDrawer.module.css'

interface PersonParts {
  readonly person: PersonView
  readonly onClose: () => void
}

/** Another's secrets: reset, or revoked where they may have leaked. */
export function PersonDrawer({ person, onClose: left }: PersonParts) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const [kind, setKind] = useState<KeptKind | null>(null)
  if (kind !== null) return <ResetDrawer person={person} kind={kind} onClose={() => setKind(null)} />
  const foot = (
    <Button shortcut="Esc" onPress={onClose}>
      {t('more.close')}
    </Button>
  )
  return (
    <Drawer title={`${person.number} ${person.name}`} onClose={onClose} foot={foot}>
      <ToldBanner />
      <ul className={styles['people']}>
        {person.secrets.map(({ kind: each, is }) => (
          <SecretRow key={each} person={person} kind={each}>
            {is === 'set' && <RevokeButton person={person} kind={each} />}
            <Button onPress={() => setKind(each)}>{t(is === 'unset' ? 'secrets.begin' : 'secrets.reset')}</Button>
          </SecretRow>
        ))}
        {person.hasTotp && (
          <SecretRow person={person} kind="totp">
            <RevokeButton person={person} kind="totp" />
          </SecretRow>
        )}
      </ul>
    </Drawer>
  )
}

function ResetDrawer({ person, kind, onClose }: PersonParts & { readonly kind: KeptKind }) {
  const { t } = useTranslation()
  const own = useCashier(({ operator }) => operator?.number ?? '')
  const [voidPassword, setVoidPassword] = useState('')
  const [value, setValue] = useState(NOTHING)
  const lock = useLock(own, 'void')
  const reset = async () => {
    const asked = { operator: person.number, kind, ...value, voidPassword }
    const answer = await orTell(station.operators.resetSecret(asked), person.number)
    setVoidPassword('')
    if (answer) onClose()
  }
  const head = <p className={styles['note']}>{t('secrets.resetNote', { who: `${person.number} ${person.name} ` })}</p>
  const ready = voidPassword !== '' && isWhole(value) && !lock.locked
  return (
    <SecretDrawer
      title={t(`secrets.resetTitle.${kind}`)}
      confirm={t('secrets.reset')}
      {...{ ready, head, onConfirm: reset, onClose }}
    >
      <NewSecret {...{ kind, person, value, onChange: setValue }} autoFocus />
      <Field {...{ label: t('secrets.yourVoid'), value: voidPassword, onChange: setVoidPassword }} type="password" />
      <TriesLeft {...lock} />
    </SecretDrawer>
  )
}
