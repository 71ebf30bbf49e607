import type { PersonView } from '#contract/people-view'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import type { Lock } from '../../parts/lock.ts'
import { orTell } from '../../parts/told.ts'
import { station } from '../../station.ts'

/** Feared leaked: dead at once. Asked twice, since only another manager can set it anew. */
export function RevokeButton({ person, kind }: { readonly person: PersonView; readonly kind: Lock['kind'] }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const revoke = () => {
    setAsking(false)
    void orTell(station.operators.revokeSecret({ operator: person.number, kind }), person.number)
  }
  if (!asking) return <Button onPress={() => setAsking(true)}>{t('secrets.revoke')}</Button>
  return (
    <>
      <Button onPress={() => setAsking(false)}>{t('secrets.keep')}</Button>
      <Button look="danger" onPress={revoke}>
        {t('secrets.revokeNow')}
      </Button>
    </>
  )
}
