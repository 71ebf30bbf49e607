import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './Training.module.css'

/** What a hand does with each: a code of the shop's, a made-up card, four digits. */
const USES = {
  ...{ scanner: '6901234567892', reader: '6222020000000015=30122010000000000000' },
  ...{ chip: '', 'pin-pad': '1234', drawer: '' },
} as const

/** Devices to be plugged in and out, and used, by who has none at hand. */
export function GadgetPart() {
  const { t } = useTranslation()
  const gadgets = useCashier(({ bench }) => bench?.gadgets)
  const [isOpen, setOpen] = useState(false)
  if (!gadgets || gadgets.length === 0) return null
  return (
    <details className={styles['gadgets']} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('devices.practice.title')}</summary>
      {gadgets.map(({ name, plugged, shows }) => (
        <section key={name} className={styles['gadget']} data-gadget={name}>
          <strong>{t(`devices.practice.names.${name}`)}</strong>
          {shows !== '' && <pre className={styles['note']}>{shows}</pre>}
          <span className={styles['hands']}>
            {name in USES && plugged && <Use name={name as keyof typeof USES} />}
            <Button onPress={() => void orTell(station.training.plug({ gadget: name, isIn: !plugged }))}>
              {t(plugged ? 'devices.practice.pullOut' : 'devices.practice.plugIn')}
            </Button>
          </span>
        </section>
      ))}
    </details>
  )
}

function Use({ name }: { readonly name: keyof typeof USES }) {
  const { t } = useTranslation()
  return (
    <Button onPress={() => void orTell(station.training.use({ gadget: name, text: USES[name] }))}>
      {t(`devices.practice.use.${name}`)}
    </Button>
  )
}
