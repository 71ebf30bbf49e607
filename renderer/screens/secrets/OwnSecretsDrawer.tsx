import type { PersonView } from '#contract/people-view'
import { KEPT_KINDS, type KeptKind } from '#domain/secret-rules'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { closing } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import row from '../../parts/Row.module.css'
import { classes } from '../../parts/classes.ts'
import { useCashier } from '../../station.ts'
import { AuthenticatorDrawer } from './AuthenticatorDrawer.tsx'
import { ContactDrawer } from './ContactDrawer.tsx'
import { RevokeButton } from './RevokeButton.tsx'
import { SecretRow } from './SecretRow.tsx'
import styles from './Secrets.module.css'
import { SetSecretDrawer } from './SetSecretDrawer.tsx'

type At = KeptKind | 'totp' | 'contact' | null

/** For everybody on duty: their own secrets, how they stand, and setting them. No secret is ever shown. */
export function OwnSecretsDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const person = useCashier(({ people, operator }) => people.find(({ number }) => number === operator?.number))
  const [at, setAt] = useState<At>(null)
  const back = () => setAt(null)
  if (!person) return null
  if (at === 'totp') return <AuthenticatorDrawer person={person} onClose={back} />
  if (at === 'contact') return <ContactDrawer person={person} onClose={back} />
  if (at !== null) return <SetSecretDrawer person={person} kind={at} onClose={back} />
  return <Overview person={person} onChoose={setAt} onClose={closing(left)} />
}

interface OverviewParts {
  readonly person: PersonView
  readonly onChoose: (at: At) => void
  readonly onClose: () => void
}

function Overview({ person, onChoose, onClose }: OverviewParts) {
  const { t } = useTranslation()
  const isManager = person.role === 'manager'
  const foot = (
    <Button shortcut="Esc" onPress={onClose}>
      {t('more.close')}
    </Button>
  )
  return (
    <Drawer title={t('secrets.title')} onClose={onClose} keys={{ F12: onClose }} foot={foot}>
      <ToldBanner />
      <ul className={styles['rows']}>
        {KEPT_KINDS.filter((kind) => person.secrets.some((each) => each.kind === kind)).map((kind) => {
          const is = person.secrets.find((each) => each.kind === kind)?.is
          return (
            <SecretRow key={kind} {...{ person, kind }}>
              {is === 'set' && <RevokeButton {...{ person, kind }} />}
              {is !== 'revoked' && (
                <Button onPress={() => onChoose(kind)}>{t(is === 'unset' ? 'secrets.begin' : 'secrets.edit')}</Button>
              )}
            </SecretRow>
          )
        })}
        {isManager && (
          <SecretRow {...{ person, kind: 'totp' as const }}>
            <Button onPress={() => onChoose('totp')}>{t(person.hasTotp ? 'secrets.edit' : 'secrets.begin')}</Button>
          </SecretRow>
        )}
        {isManager && <ContactRow person={person} onPress={() => onChoose('contact')} />}
      </ul>
      <p className={styles['note']}>{t('secrets.note')}</p>
    </Drawer>
  )
}

function ContactRow({ person, onPress }: { readonly person: PersonView; readonly onPress: () => void }) {
  const { t } = useTranslation()
  const { email = null, phone = null } = person.contact ?? {}
  const said = [email, phone].filter(Boolean).join(' · ')
  return (
    <li className={classes(row['row'], styles['row'])}>
      <span>
        {t('secrets.contact')}
        <small>{said || t('secrets.unset')}</small>
      </span>
      <span className={row['acts']}>
        <Button onPress={onPress}>{t(said ? 'secrets.edit' : 'secrets.begin')}</Button>
      </span>
    </li>
  )
}
