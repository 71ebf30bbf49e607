import { useTranslation } from 'react-i18next'
import { Choice } from '../../parts/Choice.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './Training.module.css'

const MOODS = ['fine', 'down', 'slow', 'refuses'] as const

/** What came last to the manager's telephone and mailbox, so that who practises alone can read a code. */
export function PhonePart() {
  const { t } = useTranslation()
  const messages = useCashier(({ bench }) => bench?.messages)
  if (!messages) return null
  return (
    <section className={styles['phone']} aria-label={t('messages.phone')}>
      <Choice
        label={t('messages.phone')}
        value={messages.mood}
        options={MOODS.map((mood) => ({ value: mood, text: t(`messages.moods.${mood}`) }))}
        onChoose={(mood) => void orTell(station.training.setMessenger({ mood }))}
      />
      {messages.newest.length === 0 && <p className={styles['note']}>{t('messages.noMessage')}</p>}
      {messages.newest.map(({ channel, to, subject, text }, place) => (
        <article key={place} className={styles['message']} data-channel={channel}>
          <span className={styles['note']}>
            {t(`messages.ways.${channel}`)} · {to}
          </span>
          {subject !== '' && channel === 'email' && <strong>{subject}</strong>}
          <p>{text}</p>
        </article>
      ))}
    </section>
  )
}
