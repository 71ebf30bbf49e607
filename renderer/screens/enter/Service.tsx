import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { OwnSecretsDrawer } from '../secrets/OwnSecretsDrawer.tsx'
import { CardsDrawer } from '../cards/CardsDrawer.tsx'
import { DevicesDrawer } from '../devices/DevicesDrawer.tsx'
import { OfficeDrawer } from '../head-office/OfficeDrawer.tsx'
import { PlatformDrawer } from '../platform/PlatformDrawer.tsx'
import { MessagesDrawer } from '../messages/MessagesDrawer.tsx'
import { ActivationDrawer } from '../activation/ActivationDrawer.tsx'
import { IntegrityDrawer } from '../integrity/IntegrityDrawer.tsx'
import { EnterPage } from './EnterPage.tsx'
import styles from './SignIn.module.css'

const PANELS = ['secrets', 'devices', 'cards', 'platform', 'office', 'messages', 'activation', 'integrity'] as const

/** Somebody is on duty who looks after the machine and sells nothing. */
export function Service() {
  const { t } = useTranslation()
  const operator = useCashier((view) => view.operator)
  const offered = {
    cards: useCashier((view) => view.cards !== null),
    platform: useCashier((view) => view.platform !== null),
    office: useCashier((view) => view.office !== null),
  }
  const [panel, setPanel] = useState<(typeof PANELS)[number] | null>(null)
  const close = () => setPanel(null)
  const lock = () => void orTell(station.operators.lock({}))
  useLayer({ keys: { F12: lock, Escape: lock } })
  return (
    <EnterPage title={`${operator?.number ?? ''} ${operator?.name ?? ''}`} className={styles['page']}>
      <p>{t('enter.service')}</p>
      <ToldBanner />
      <div className={styles['foot']}>
        {PANELS.filter((name) => !(name in offered) || offered[name as keyof typeof offered]).map((name) => (
          <Button key={name} onPress={() => setPanel(name)}>
            {t(`${name}.title`)}
          </Button>
        ))}
        <Button look="primary" shortcut="F12" onPress={lock}>
          {t('more.lock')}
        </Button>
      </div>
      {panel === 'secrets' && <OwnSecretsDrawer onClose={close} />}
      {panel === 'devices' && <DevicesDrawer onClose={close} />}
      {panel === 'cards' && <CardsDrawer onClose={close} />}
      {panel === 'platform' && <PlatformDrawer onClose={close} />}
      {panel === 'office' && <OfficeDrawer onClose={close} />}
      {panel === 'messages' && <MessagesDrawer onClose={close} />}
      {panel === 'activation' && <ActivationDrawer onClose={close} />}
      {panel === 'integrity' && <IntegrityDrawer onClose={close} />}
    </EnterPage>
  )
}
