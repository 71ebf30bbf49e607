import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './Training.module.css'

const CARDS = ['chip', 'stripe', 'signed', 'foreign', 'poor', 'declined', 'lost', 'expired'] as const
const PINS = ['right', 'wrong', 'none'] as const
const BYS = ['itself', 'hand'] as const
const SHOWN = ['insert', 'tap', 'swipe', 'broken-chip', 'cancel'] as const
const TYPED = ['pin', 'cancel'] as const

/** The customer's hands at the virtual card reader. */
export function CustomerPart() {
  const { t } = useTranslation()
  const customer = useCashier(({ bench }) => bench?.customer)
  const stage = useCashier(({ cardStage }) => cardStage)
  if (!customer) return null
  const choose = (change: Partial<typeof customer>) =>
    void orTell(station.training.setCustomer({ ...customer, ...change }))
  return (
    <section className={styles['phone']} aria-label={t('cards.customer.title')}>
      <strong>{t('cards.customer.title')}</strong>
      <Choice
        label={t('cards.customer.card')}
        value={customer.card}
        options={CARDS.map((value) => ({ value, text: t(`cards.customer.cards.${value}`) }))}
        onChoose={(card) => choose({ card })}
      />
      <Choice
        label={t('cards.customer.pin')}
        value={customer.pin}
        options={PINS.map((value) => ({ value, text: t(`cards.customer.pins.${value}`) }))}
        onChoose={(pin) => choose({ pin })}
      />
      <Choice
        label={t('cards.customer.does')}
        value={customer.byItself ? 'itself' : 'hand'}
        options={BYS.map((value) => ({ value, text: t(`cards.customer.bys.${value}`) }))}
        onChoose={(by) => choose({ byItself: by === 'itself' })}
      />
      {!customer.byItself && stage !== null && (
        <>
          <p className={styles['note']}>{t(`cards.ask.${stage}`)}</p>
          <span className={styles['hands']}>
            {(stage === 'pin' ? TYPED : SHOWN).map((does) => (
              <Button key={does} onPress={() => void orTell(station.training.customer({ does }))}>
                {t(`cards.customer.acts.${does}`)}
              </Button>
            ))}
          </span>
        </>
      )}
    </section>
  )
}
