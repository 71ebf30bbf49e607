import type { NoticeView } from '#contract/postings'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { shopTime } from '../../parts/time.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { cashierNow, station, useCashier } from '../../station.ts'
import { open, setDesk, useDesk } from '../sell/desk.ts'
import styles from './Notice.module.css'
import { dueOf, saidIn } from './said.ts'

/**
 * Whether a notice is to be read now: when somebody comes to the till, and between two sales once the last one is done
 * with; never over a sale, nor over the change that is being counted out.
 */
export function useMustRead(): boolean {
  const due = useCashier((view) => dueOf(view.postings.notices).length > 0)
  const idle = useCashier(({ sale, paid }) => sale === null && paid === null)
  const later = useDesk((desk) => desk.noticesLater)
  const asked = useDesk((desk) => desk.panel === 'must-read')
  // Whoever has just come counts out nobody's change.
  useEffect(() => {
    const view = cashierNow()
    if (view?.sale === null && dueOf(view.postings.notices).length > 0) open('must-read')
  }, [])
  return due && (asked || (idle && !later))
}

/** The notices that must be read, one after the other. */
export function MustRead() {
  const all = useCashier((view) => view.postings.notices.filter(({ mustRead }) => mustRead))
  const due = dueOf(all)
  const [first] = due
  if (!first) return null
  return (
    <Reading key={first.id} notice={first} nth={all.indexOf(first) + 1} count={all.length} isLast={due.length === 1} />
  )
}

interface ReadingParts {
  readonly notice: NoticeView
  readonly nth: number
  readonly count: number
  readonly isLast: boolean
}

function Reading({ notice, nth, count, isLast }: ReadingParts) {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  const timeZone = useCashier((view) => view.timeZone)
  const { id, title, text, untilMs } = notice
  const later = closing(() => {
    open(null)
    setDesk({ noticesLater: true })
  })
  const confirm = () => {
    // Before the answer: by then another panel may be open.
    if (isLast) open(null)
    void orTell(station.notices.read({ notice: id }))
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={later}>
        {t('notices.later')}
      </Button>
      <Button look="primary" shortcut="Enter" onPress={confirm}>
        {t('notices.confirm')}
      </Button>
    </>
  )
  return (
    <Drawer title={saidIn(language, title)} onClose={later} keys={{ Enter: confirm }} foot={foot}>
      <p className={styles['must']}>{t('notices.count', { nth, count })}</p>
      <ToldBanner />
      <p className={styles['large']}>{saidIn(language, text)}</p>
      {untilMs !== null && (
        <p className={styles['note']}>{t('notices.until', { time: shopTime(untilMs, timeZone).slice(0, 16) })}</p>
      )}
      <p className={styles['note']}>{t('notices.note')}</p>
    </Drawer>
  )
}
