import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import { open } from '../sell/desk.ts'
import { AppearanceChoice } from './AppearanceChoice.tsx'
import { CancelSale } from './CancelSale.tsx'
import styles from './MoreDrawer.module.css'

const EVERYBODYS = ['notices', 'secrets'] as const
const MANAGERS = [
  'remote',
  'cards',
  'platform',
  'operators',
  'policy',
  'records',
  'statements',
  'shopFloor',
  'office',
  'integrity',
  'activation',
  'devices',
  'messages',
  'passkeys',
] as const

export function MoreDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const shop = useCashier((view) => view.shop)
  const number = useCashier((view) => view.station)
  const manager = useCashier(({ operator }) => operator?.role === 'manager')
  const passkeys = useCashier((view) => view.passkeys.offered)
  const shared = useCashier(({ remote }) => remote.stations.length > 0)
  const hasCards = useCashier(({ cards }) => cards !== null)
  const hasPlatform = useCashier(({ platform }) => platform !== null)
  const hasOffice = useCashier(({ office }) => office !== null)
  const holding = useCashier((view) => view.holding)
  const scans = useCashier(({ methods }) => methods.includes('scan'))
  const offered: Partial<Record<(typeof MANAGERS)[number], boolean>> = {
    ...{
      passkeys,
      remote: shared,
      shopFloor: shared,
      cards: hasCards,
      platform: hasPlatform,
      statements: scans,
      office: hasOffice,
    },
  }
  const managers = MANAGERS.filter((room) => offered[room] !== false)
  const everybodys = holding ? (['holds', ...EVERYBODYS] as const) : EVERYBODYS
  const rooms = manager ? ([...everybodys, ...managers] as const) : everybodys
  const lock = () => void orTell(station.operators.lock({}))
  const close = (
    <Button shortcut="Esc" onPress={onClose}>
      {t('more.close')}
    </Button>
  )
  return (
    <Drawer title={t('more.title')} onClose={onClose} keys={{ F12: onClose }} foot={close}>
      <Button onPress={lock}>{t('more.lock')}</Button>
      <div className={styles['rooms']}>
        {rooms.map((room) => (
          <Button key={room} onPress={() => open(room)}>
            {t(`${room}.title`)}
          </Button>
        ))}
      </div>
      <CancelSale onDone={onClose} />
      <AppearanceChoice />
      <Facts
        facts={[
          { name: t('more.shop'), value: shop },
          { name: t('more.station'), value: number },
        ]}
      />
    </Drawer>
  )
}
