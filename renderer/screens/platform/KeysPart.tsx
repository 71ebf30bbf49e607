import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Field } from '../../parts/Field.tsx'
import report from '../../parts/Report.module.css'
import { orTell, useTelling } from '../../parts/told.ts'
import { station } from '../../station.ts'

/** PEM of the longest key that is taken, with room for what is pasted around it. */
const PEM_LENGTH_MAX = 8_192
const BODY_KEY_LENGTH = 24
type Way = 'make' | 'load' | 'body'

/** Keys are made or go in, and none ever comes out: what comes out is the public half. */
export function KeysPart({ hasBodyKey }: { readonly hasBodyKey: boolean }) {
  const { t } = useTranslation()
  const [way, setWay] = useState<Way | null>(null)
  const [text, setText] = useState('')
  const [said, setSaid] = useState<string | null>(null)
  const waits = useTelling(({ told }) => told?.why === 'key-waits')
  const choose = (next: Way) => {
    setWay(next)
    setText('')
    setSaid(null)
  }
  const act = async (discard: boolean) => {
    setSaid(null)
    const words = way && (await done(way, text, discard))
    if (!words) return
    setText('')
    setSaid(t(`platform.${words.key}`, { print: words.print }))
  }
  const ways = (['make', 'load', ...(hasBodyKey ? (['body'] as const) : [])] as const).map((value) => ({
    ...{ value, text: t(`platform.ways.${value}`) },
  }))
  return (
    <section className={report['part']} aria-label={t('platform.keys')}>
      <Choice label={t('platform.ways.label')} value={way} options={ways} onChoose={choose} />
      {way && <p className={report['note']}>{t(`platform.${way}.note`)}</p>}
      {way && way !== 'make' && (
        <Field
          {...{ label: t(`platform.${way}.field`), type: 'password' as const, value: text, onChange: setText }}
          longest={way === 'load' ? PEM_LENGTH_MAX : BODY_KEY_LENGTH}
        />
      )}
      {way && (
        <Button isDisabled={way !== 'make' && text.trim() === ''} onPress={() => void act(false)}>
          {t(`platform.${way}.act`)}
        </Button>
      )}
      {way && way !== 'body' && waits && (
        <Button look="danger" onPress={() => void act(true)}>
          {t('platform.discard')}
        </Button>
      )}
      {said !== null && (
        <p className={report['sound']} role="status">
          {said}
        </p>
      )}
    </section>
  )
}

/** Which words say that it went well; null where it was refused, and that is told. */
async function done(way: Way, text: string, discard: boolean) {
  switch (way) {
    case 'make': {
      const made = await orTell(station.scanpay.makeKey({ discard }))
      return made && { key: 'make.made' as const, print: made.print }
    }
    case 'load': {
      const loaded = await orTell(station.scanpay.loadKey({ pem: text, discard }))
      return loaded && { key: 'load.loaded' as const, print: loaded.print }
    }
    case 'body':
      return (await orTell(station.scanpay.loadBodyKey({ key: text }))) && { key: 'body.loaded' as const, print: '' }
  }
}
