import type { PersonView } from '#contract/people-view'
import type { KeptKind } from '#domain/secret-rules'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../parts/Field.tsx'
import { orTell } from '../../parts/told.ts'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { useLock } from '../../parts/lock.ts'
import { station } from '../../station.ts'
import { isWhole, NewSecret, NOTHING } from './NewSecret.tsx'
import { SecretDrawer } from './SecretDrawer.tsx'

interface SetSecretParts {
  readonly person: PersonView
  readonly kind: KeptKind
  readonly onClose: () => void
}

/** One's own secret: what it is now, then the new one twice. */
export function SetSecretDrawer({ person, kind, onClose }: SetSecretParts) {
  const { t } = useTranslation()
  const [current, setCurrent] = useState('')
  const [value, setValue] = useState(NOTHING)
  const isFirst = person.secrets.some((each) => each.kind === kind && each.is === 'unset')
  const asked = isFirst ? 'login' : kind
  const lock = useLock(person.number, asked)
  const ready = current !== '' && isWhole(value) && !lock.locked
  const set = async () => {
    const answer = await orTell(station.operators.setSecret({ kind, current, ...value }))
    setCurrent('')
    if (answer) onClose()
  }
  return (
    <SecretDrawer
      title={t(`secrets.change.${kind}`)}
      confirm={t('secrets.save')}
      {...{ ready, onConfirm: set, onClose }}
    >
      <Field
        {...{
          label: t(isFirst ? 'secrets.now.login' : `secrets.nowOf.${kind}`),
          value: current,
          type: 'password' as const,
          autoFocus: true,
        }}
        onChange={setCurrent}
      />
      <NewSecret {...{ kind, person, value }} onChange={setValue} />
      <TriesLeft {...lock} />
    </SecretDrawer>
  )
}
