import type { PlatformView } from '#contract/scanpay'
import { useTranslation } from 'react-i18next'
import { Amiss } from '../../parts/Amiss.tsx'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import report from '../../parts/Report.module.css'
import { shopTime } from '../../parts/time.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { CheckedPart } from './CheckedPart.tsx'
import { KeysPart } from './KeysPart.tsx'
import { PublicKey } from './PublicKey.tsx'

/** For IT and managers: the scan payment platform of the settings, its keys, and whether it answers. */
export function PlatformDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const platform = useCashier((view) => view.platform)
  const isIt = useCashier(({ operator }) => operator?.role === 'it')
  if (!platform) return null
  const mayCheck = platform.key !== null && !platform.busy
  const check = () => void (mayCheck && orTell(station.scanpay.check({})))
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button look="primary" isDisabled={!mayCheck} onPress={check}>
        {t('platform.check')}
      </Button>
    </>
  )
  const shown = platform.waiting ?? platform.key
  return (
    <Drawer title={t('platform.title')} onClose={onClose} keys={{ Enter: check }} foot={foot}>
      <p className={report['note']}>{t('platform.note')}</p>
      <Who platform={platform} />
      {platform.key === null && <Amiss>{t('platform.noKey')}</Amiss>}
      {platform.bodyKey === 'none' && <Amiss>{t('platform.noBodyKey')}</Amiss>}
      {platform.isOver && <Amiss>{t('platform.over')}</Amiss>}
      <CheckedPart checked={platform.checked} busy={platform.busy} />
      {isIt && <KeysPart hasBodyKey={platform.bodyKey !== 'not-used'} />}
      <ToldBanner />
      {platform.waiting && (
        <p className={report['note']}>
          {t('platform.waits.note')} {t('platform.waits.then')}
        </p>
      )}
      {shown && <PublicKey text={shown.publicKey} />}
    </Drawer>
  )
}

function Who({ platform }: { readonly platform: PlatformView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { host, proxy, appid, merchant, terminal, serial, key, waiting, bodyKey, untilMs } = platform
  const keyWords = (of: 'key' | 'waits', at: PlatformView['key']) => ({
    name: t(`platform.${of}.title`),
    value: at ? t(`platform.${of}.there`, { print: at.print }) : t(`platform.${of}.none`),
  })
  return (
    <Facts
      facts={[
        { name: t('platform.host'), value: proxy === null ? host : t('platform.through', { host, proxy }) },
        { name: t('platform.merchant'), value: merchant },
        { name: t('platform.terminal'), value: terminal },
        { name: t('platform.appid'), value: appid },
        { name: t('platform.serial'), value: serial ?? t('platform.noSerial') },
        keyWords('key', key),
        ...(waiting ? [keyWords('waits', waiting)] : []),
        { name: t('platform.bodyKey.title'), value: t(`platform.bodyKey.${bodyKey}`) },
        ...(untilMs === null ? [] : [{ name: t('platform.until'), value: shopTime(untilMs, timeZone) }]),
      ]}
    />
  )
}
