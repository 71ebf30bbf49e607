import type { PersonView } from '#contract/people-view'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { useLock } from '../../parts/lock.ts'
import { QrCode } from '../../parts/QrCode.tsx'
import { orTell } from '../../parts/told.ts'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import row from '../../parts/Row.module.css'
import { station } from '../../station.ts'
import { RevokeButton } from './RevokeButton.tsx'
import { SecretDrawer } from './SecretDrawer.tsx'
import styles from './Secrets.module.css'

interface AuthenticatorParts {
  readonly person: PersonView
  readonly onClose: () => void
}

/** A manager's authenticator: the void password, then what the telephone scans, then its first six digits. */
export function AuthenticatorDrawer({ person, onClose }: AuthenticatorParts) {
  const { t } = useTranslation()
  const [uri, setUri] = useState<string | null>(null)
  const [voidPassword, setVoidPassword] = useState('')
  const lock = useLock(person.number, 'void')
  if (uri !== null) return <Confirm uri={uri} person={person} onClose={onClose} />
  const enrol = async () => {
    const begun = await orTell(station.operators.enrolTotp({ voidPassword }))
    setVoidPassword('')
    if (begun) setUri(begun.uri)
  }
  const head = (
    <>
      <p className={styles['note']}>{t(person.hasTotp ? 'secrets.totpAnew' : 'secrets.totpNote')}</p>
      {person.hasTotp && (
        <div className={row['acts']}>
          <RevokeButton person={person} kind="totp" />
        </div>
      )}
    </>
  )
  const ready = voidPassword !== '' && !lock.locked
  return (
    <SecretDrawer
      title={t('secrets.kinds.totp')}
      confirm={t('secrets.showCode')}
      {...{ ready, head, onConfirm: enrol, onClose }}
    >
      <Field
        {...{ label: t('secrets.now.void'), value: voidPassword, type: 'password' as const, autoFocus: true }}
        onChange={setVoidPassword}
      />
      <TriesLeft {...lock} />
    </SecretDrawer>
  )
}

const CODE_DIGITS = 6
/** Base32 in groups of four, as authenticators show it. */
const secretOf = (uri: string): string =>
  (new URL(uri).searchParams.get('secret') ?? '').replaceAll(/(.{4})(?=.)/g, '$1 ')

function Confirm({ uri, person, onClose }: AuthenticatorParts & { readonly uri: string }) {
  const { t } = useTranslation()
  const [code, setCode] = useState('')
  const lock = useLock(person.number, 'totp')
  const confirm = async () => {
    const answer = await orTell(station.operators.confirmTotp({ code }))
    setCode('')
    if (answer) onClose()
  }
  const head = (
    <div className={styles['enrolment']}>
      <QrCode content={uri} className={styles['code']} label={t('secrets.totpScan')} />
      <div className={styles['fields']}>
        <p>{t('secrets.totpScan')}</p>
        <p className={styles['note']}>{t('secrets.totpType')}</p>
        <p className={styles['typed']} data-testid="authenticator-secret">
          {secretOf(uri)}
        </p>
        <p className={styles['note']}>{t('secrets.totpOnce')}</p>
      </div>
    </div>
  )
  const ready = code.length === CODE_DIGITS && !lock.locked
  return (
    <SecretDrawer
      title={t('secrets.kinds.totp')}
      confirm={t('secrets.totpConfirm')}
      {...{ ready, head, onConfirm: confirm, onClose }}
    >
      <Field
        {...{ label: t('secrets.code'), value: code, digits: true, longest: CODE_DIGITS, autoFocus: true }}
        onChange={setCode}
      />
      <TriesLeft {...lock} />
    </SecretDrawer>
  )
}
