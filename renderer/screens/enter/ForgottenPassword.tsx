import type { KeptKind } from '#domain/secret-rules'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { useCashier } from '../../station.ts'
import { Here } from '../activation/Here.tsx'
import { EnterPage } from './EnterPage.tsx'
import { openForgotten, shutForgotten, useForgotten } from './forgotten.ts'
import { ResetForm } from './ResetForm.tsx'
import styles from './SignIn.module.css'

/** Whose secret was set, and which: to sign in with. */
export interface Reset {
  readonly number: string
  readonly kind: KeptKind
}

/** For whoever forgot a secret: who can help, and then the form for the code that head office gave. */
export function ForgottenPassword({ onReset }: { readonly onReset: (reset: Reset) => void }) {
  const form = useForgotten(({ at }) => at === 'form')
  useEffect(() => shutForgotten, [])
  return form ? <ResetForm onReset={onReset} /> : <Advice />
}

function Advice() {
  const { t } = useTranslation()
  const here = useCashier(({ activation }) => activation.here)
  const go = () => openForgotten('')
  useLayer({ keys: { Enter: go, Escape: shutForgotten } })
  return (
    <EnterPage title={t('forgotten.open')} className={styles['page']}>
      <p>{t('forgotten.beside')}</p>
      <p>{t('forgotten.alone')}</p>
      {here && <Here here={here} note={t('forgotten.here')} />}
      <div className={styles['foot']}>
        <Button shortcut="Esc" onPress={shutForgotten}>
          {t('forgotten.back')}
        </Button>
        <Button look="primary" onPress={go}>
          {t('forgotten.haveCode')}
        </Button>
      </div>
    </EnterPage>
  )
}
