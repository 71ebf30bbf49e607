import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { OwnSecretsDrawer } from '../secrets/OwnSecretsDrawer.tsx'
import { MessagesDrawer } from '../messages/MessagesDrawer.tsx'
import { EnterPage } from './EnterPage.tsx'
import styles from './SignIn.module.css'

/** Somebody is on duty who looks after the machine and sells nothing. */
export function Service() {
  const { t } = useTranslation()
  const operator = useCashier((view) => view.operator)
  const [messages, setMessages] = useState(false)
  const lock = () => void orTell(station.operators.lock({}))
  const [own, setOwn] = useState(false)
  useLayer({ keys: { F12: lock, Escape: lock } })
  return (
    <EnterPage title={`${operator?.number ?? ''} ${operator?.name ?? ''}`} className={styles['page']}>
      <p>{t('enter.service')}</p>
      <ToldBanner />
      <div className={styles['foot']}>
        <Button onPress={() => setOwn(true)}>{t('secrets.title')}</Button>
        <Button onPress={() => setMessages(true)}>{t('messages.title')}</Button>
        <Button look="primary" shortcut="F12" onPress={lock}>
          {t('more.lock')}
        </Button>
      </div>
      {own && <OwnSecretsDrawer onClose={() => setOwn(false)} />}
      {messages && <MessagesDrawer onClose={() => setMessages(false)} />}
    </EnterPage>
  )
}
