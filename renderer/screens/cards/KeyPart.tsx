import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'
import report from '../../parts/Report.module.css'
import { orTell } from '../../parts/told.ts'
import { station } from '../../station.ts'

const HEX_DIGITS = 32
const isWhole = (component: string): boolean => /^[0-9A-F]{32}$/i.test(component)

/** The master key goes in, in two components, and never comes out again; what is shown is its check value. */
export function KeyPart() {
  const { t } = useTranslation()
  const [parts, setParts] = useState({ one: '', other: '' })
  const [check, setCheck] = useState<string | null>(null)
  const { one, other } = parts
  const load = async () => {
    const loaded = await orTell(station.cards.loadKey({ components: [one, other] }))
    setParts({ one: '', other: '' })
    setCheck(loaded?.check ?? null)
  }
  const field = (name: 'one' | 'other') => (
    <Field
      {...{ label: t(`cards.key.parts.${name}`), type: 'password' as const, longest: HEX_DIGITS, value: parts[name] }}
      onChange={(text) => setParts({ ...parts, [name]: text })}
    />
  )
  return (
    <section className={report['part']} aria-label={t('cards.key.title')}>
      <p className={report['note']}>{t('cards.key.note')}</p>
      {field('one')}
      {field('other')}
      <Button isDisabled={!isWhole(one) || !isWhole(other)} onPress={() => void load()}>
        {t('cards.key.load')}
      </Button>
      {check !== null && (
        <p className={report['sound']} role="status">
          {t('cards.key.loaded', { check })}
        </p>
      )}
    </section>
  )
}
