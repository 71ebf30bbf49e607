import type { NoticeView } from '#contract/postings'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { shopTime } from '../../parts/time.ts'
import { useCashier } from '../../station.ts'
import styles from './Notice.module.css'
import { saidIn } from './said.ts'

/** For everybody on duty: what head office has to say just now. */
export function NoticesDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const notices = useCashier((view) => view.postings.notices)
  const foot = (
    <Button shortcut="Esc" onPress={onClose}>
      {t('more.close')}
    </Button>
  )
  return (
    <Drawer title={t('notices.title')} onClose={onClose} foot={foot}>
      {notices.length === 0 && <p className={styles['note']}>{t('notices.none')}</p>}
      {notices.map((notice) => (
        <Notice key={notice.id} notice={notice} />
      ))}
    </Drawer>
  )
}

function Notice({ notice }: { readonly notice: NoticeView }) {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  const timeZone = useCashier((view) => view.timeZone)
  const { title, text, untilMs, mustRead, read } = notice
  return (
    <article className={styles['notice']}>
      <div className={styles['head']}>
        <strong>{saidIn(language, title)}</strong>
        {mustRead && (
          <span className={styles[read ? 'read' : 'must']}>{t(read ? 'notices.read' : 'notices.mustRead')}</span>
        )}
      </div>
      <p className={styles['text']}>{saidIn(language, text)}</p>
      {untilMs !== null && (
        <small className={styles['note']}>
          {t('notices.until', { time: shopTime(untilMs, timeZone).slice(0, 16) })}
        </small>
      )}
    </article>
  )
}
