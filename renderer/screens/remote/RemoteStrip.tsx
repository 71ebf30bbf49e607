import { formatMoney } from '#domain/money'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { useCashier } from '../../station.ts'
import styles from '../records/RecordsStrip.module.css'
import { open } from '../sell/desk.ts'
import { chime } from './chime.ts'

/** For the manager on duty: that another station waits for their word. Each new request is heard, too. */
export function RemoteStrip() {
  const { t } = useTranslation()
  const ids = useCashier(({ remote }) => remote.waiting.map(({ request }) => request).join(' '))
  const first = useCashier(({ remote }) => remote.waiting[0] ?? null)
  const heard = useRef(new Set<string>())
  useEffect(() => {
    const all = ids.split(' ').filter((id) => id !== '')
    if (all.some((id) => !heard.current.has(id))) chime()
    heard.current = new Set(all)
  }, [ids])
  if (!first) return null
  const { station, asker, act, amount } = first
  const more = ids.split(' ').length - 1
  return (
    <section className={styles['strip']} aria-label={t('remote.title')} role="status">
      <Mark sign="!" tone="attention" />
      <span className={styles['words']}>
        <strong>{t('remote.strip', { station, who: asker.number })}</strong> {t(`policy.acts.${act}`)}{' '}
        {amount > 0 && `${t('currency')}${formatMoney(amount)}`}
        {more > 0 && ` ${t('remote.more', { count: more })}`}
      </span>
      <Button onPress={() => open('remote')}>{t('remote.open')}</Button>
    </section>
  )
}
