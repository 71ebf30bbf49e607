import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useLeft } from '../../parts/left.ts'
import { clockOf } from '../../parts/lock.ts'
import { useCashier } from '../../station.ts'
import styles from './ApproveDrawer.module.css'

/** How it stands with what a manager at another station was asked; `waits`: they have not answered yet. */
export function RemotePart({ waits }: { readonly waits: boolean }) {
  const { t } = useTranslation()
  const leftMs = useLeft(({ remote }) => remote.mine?.leftMs ?? 0)
  const mine = useCashier(({ remote }) => remote.mine?.is ?? null)
  const why = useCashier(({ remote }) => remote.mine?.why ?? null)
  const at = useCashier(({ remote }) => remote.mine?.by?.station ?? '')
  const who = useCashier(({ remote }) => remote.mine?.by?.manager ?? '')
  if (waits && leftMs > 0) return <Waiting words={t('remote.waits', { time: clockOf(leftMs) })} />
  if (mine === 'refused' && why !== null) {
    const words = { who, at, why: t(`remote.nos.${why}`) }
    return (
      <p className={styles['self']} role="alert">
        {t('remote.refused', words)}
      </p>
    )
  }
  const over = mine === 'expired' || (mine === 'waiting' && waits)
  return <p className={over ? styles['self'] : styles['note']}>{t(over ? 'remote.expired' : 'remote.note')}</p>
}

/** It takes the focus, so that one more Enter takes nothing back. */
function Waiting({ words }: { readonly words: string }) {
  const text = useRef<HTMLParagraphElement>(null)
  useEffect(() => text.current?.focus(), [])
  return (
    <p ref={text} tabIndex={-1} className={styles['note']} role="status">
      {words}
    </p>
  )
}
