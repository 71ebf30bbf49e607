import type { CandidateView } from '#contract/devices'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Code128 } from '../../parts/Code128.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { QrCode } from '../../parts/QrCode.tsx'
import report from '../../parts/Report.module.css'
import { useCashier } from '../../station.ts'
import { inLanguage } from './describe.ts'
import styles from './Devices.module.css'

interface SetUpParts {
  readonly make: CandidateView
  readonly onLook: () => void
  readonly onClose: () => void
}

/** The codes that set a device up. One at a time: a scanner that sees two takes either. */
export function SetUpCodes({ make, onLook, onClose }: SetUpParts) {
  const { t } = useTranslation()
  const language = useCashier((view) => view.language)
  const [at, setAt] = useState(0)
  const shown = make.setUp[at]
  const lookAgain = () => {
    onLook()
    onClose()
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('devices.setUp.back')}
      </Button>
      <Button look="primary" onPress={lookAgain}>
        {t('devices.look')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('devices.setUp.title', { name: make.name })} onClose={onClose} foot={foot}>
      <p className={report['note']}>{t('devices.setUp.note')}</p>
      <div className={styles['choices']}>
        {make.setUp.map(({ content, does }, place) => (
          <Button key={content} pressed={place === at} onPress={() => setAt(place)}>
            {inLanguage(does, language)}
          </Button>
        ))}
      </div>
      {shown && <Shown code={shown} label={t('devices.setUp.code', { does: inLanguage(shown.does, language) })} />}
    </Drawer>
  )
}

interface ShownParts {
  readonly code: CandidateView['setUp'][number]
  readonly label: string
}

function Shown({ code: { content, symbology, fnc3, manual }, label }: ShownParts) {
  const { t } = useTranslation()
  return (
    <figure className={styles['setUp']}>
      {symbology === 'code128' ? (
        <Code128 content={content} hasFnc3={fnc3} className={styles['bars']} label={label} />
      ) : (
        <QrCode content={content} className={styles['qr']} label={label} />
      )}
      <figcaption>
        <code>{content}</code>
        {manual !== null && <small>{t('devices.setUp.manual', { manual })}</small>}
      </figcaption>
    </figure>
  )
}
