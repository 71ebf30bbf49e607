import { HOLD_NOTE_MAX } from '#domain/holds'
import { formatMoney, readMoney, ZERO } from '#domain/money'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { EntryPad } from '../../parts/EntryPad.tsx'
import { Field } from '../../parts/Field.tsx'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station } from '../../station.ts'
import { setDesk } from '../sell/desk.ts'
import { withTyped } from '../tender/cash-entry.ts'

interface NewHoldParts {
  readonly onBack: () => void
  readonly onMade: () => void
}

/** How much is to be held, and for whom; then the customer presents the card. */
export function NewHoldDrawer({ onBack: left, onMade }: NewHoldParts) {
  const { t } = useTranslation()
  const onBack = closing(left)
  const [entry, setEntry] = useState('')
  const [note, setNote] = useState('')
  // One txn for this hold: pressing twice asks the acquirer once.
  const [txn] = useState(() => crypto.randomUUID())
  const amount = readMoney(entry) ?? ZERO
  const make = async () => {
    const made = amount > 0 ? await orTell(station.holds.make({ amount, note }, txn)) : null
    if (!made) return
    setDesk({ awaitedHold: made.attempt })
    onMade()
  }
  const type = (text: string) => setEntry((now) => withTyped(now, text))
  const back = () => setEntry((now) => now.slice(0, -1))
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onBack}>
        {t('cash.cancel')}
      </Button>
      <Button look="primary" isDisabled={amount === 0} onPress={() => void make()}>
        {t('holds.confirm', { amount: formatMoney(amount) })}
      </Button>
    </>
  )
  return (
    <Drawer
      {...{ title: t('holds.make'), onClose: onBack, typed: type, foot }}
      keys={{ Enter: () => void make(), Backspace: back }}
    >
      <ToldBanner />
      <EntryPad
        {...{ name: t('holds.amount'), entry, otherwise: '–', testId: 'held' }}
        {...{ onSign: type, onBack: back, onClear: () => setEntry('') }}
      >
        <Field
          {...{
            label: t('holds.for'),
            hint: t('holds.forHint'),
            value: note,
            onChange: setNote,
            longest: HOLD_NOTE_MAX,
          }}
        />
      </EntryPad>
    </Drawer>
  )
}
