import type { ActivationView } from '#contract/activation'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { useLeft } from '../../parts/left.ts'
import { clockOf } from '../../parts/lock.ts'
import { shopTime } from '../../parts/time.ts'
import { closing } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { useCashier } from '../../station.ts'
import styles from './ActivationDrawer.module.css'
import { CodeField } from './CodeField.tsx'
import { enterCode, grouped } from './entering.ts'
import { Here } from './Here.tsx'

/** For managers and IT: how the station stands with head office, what that must be told, and its code. */
export function ActivationDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const activation = useCashier((view) => view.activation)
  const lockedMs = useLeft((view) => view.activation.here?.lockedForMs ?? 0)
  const [code, setCode] = useState('')
  const { is, here } = activation
  if (!here) return null
  const ready = is !== 'off' && code.trim() !== '' && lockedMs === 0
  const enter = async () => {
    if (ready && (await enterCode(code))) setCode('')
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button look="primary" isDisabled={!ready} onPress={() => void enter()}>
        {t('activation.enter')}
      </Button>
    </>
  )
  const type = (text: string) => setCode((now) => grouped(now + text))
  return (
    <Drawer
      title={t('activation.title')}
      onClose={onClose}
      keys={{ Enter: () => void enter() }}
      {...(is !== 'off' && { typed: type })}
      foot={foot}
    >
      <State activation={activation} />
      {is !== 'off' && (
        <>
          <CodeField label={t('activation.code')} value={code} onChange={setCode} autoFocus />
          {lockedMs > 0 && <p className={styles['locked']}>{t('activation.locked', { time: clockOf(lockedMs) })}</p>}
          {lockedMs === 0 && <ToldBanner />}
        </>
      )}
      <Here here={here} note={t('activation.deviceNote')} />
    </Drawer>
  )
}

function State({ activation }: { readonly activation: ActivationView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { is, why, untilMs } = activation
  const until = untilMs === null ? t('activation.forEver') : shopTime(untilMs, timeZone)
  return (
    <Facts
      facts={[
        { name: t('activation.state'), value: <strong className={styles[is]}>{t(`activation.is.${is}`)}</strong> },
        ...(why === null ? [] : [{ name: t('activation.cause'), value: t(`activation.why.${why}`) }]),
        ...(is === 'grace' ? [{ name: t('activation.until'), value: until }] : []),
        ...(is === 'active' ? [{ name: t('activation.valid'), value: until }] : []),
      ]}
    />
  )
}
