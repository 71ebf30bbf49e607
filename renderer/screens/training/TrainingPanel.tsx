import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Field } from '../../parts/Field.tsx'
import { Paper } from '../../parts/Paper.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import { CustomerPart } from './CustomerPart.tsx'
import { GadgetPart } from './GadgetPart.tsx'
import { NeighbourPart } from './NeighbourPart.tsx'
import { PayerPart } from './PayerPart.tsx'
import { PhonePart } from './PhonePart.tsx'
import styles from './Training.module.css'

interface Sample {
  readonly code: string
  readonly name: string
}
/** A sound code that the training shop does not sell. */
const UNKNOWN_CODE = '6901234567892'

/** Stands in for hands at the virtual devices: what is pressed here, the virtual scanner reads. */
export function TrainingPanel({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [samples, setSamples] = useState<readonly Sample[]>([])
  const [code, setCode] = useState('')
  const receipt = useCashier(({ paid, found }) => paid?.receipt ?? found?.receipt)
  useEffect(() => {
    void orTell(station.training.codes({})).then((value) => setSamples(value?.goods ?? []))
  }, [])
  const scan = (wanted: string) => void orTell(station.training.scan({ code: wanted }))
  return (
    <aside className={styles['panel']} aria-label={t('training.title')}>
      <div className={styles['head']}>
        <strong>{t('training.title')}</strong>
        <Button look="quiet" label={t('more.close')} onPress={onClose}>
          ✕
        </Button>
      </div>
      <p className={styles['note']}>{t('training.note')}</p>
      <div className={styles['samples']}>
        {samples.map((each) => (
          <Button key={each.code} className={styles['sample']} onPress={() => scan(each.code)}>
            <span>{each.name}</span>
            <span className={styles['note']}>{each.code}</span>
          </Button>
        ))}
        <Button onPress={() => scan(UNKNOWN_CODE)}>{t('training.unknown')}</Button>
        <Button isDisabled={receipt === undefined} onPress={() => scan(receipt ?? '')}>
          {t('training.receipt')}
        </Button>
      </div>
      <Devices />
      <Acquirers />
      <CustomerPart />
      <PayerPart />
      <PhonePart />
      <GadgetPart />
      <NeighbourPart />
      <Field label={t('training.code')} value={code} onChange={setCode} longest={512} />
      <Button isDisabled={code.trim() === ''} onPress={() => scan(code.trim())}>
        {t('training.scan')}
      </Button>
    </aside>
  )
}

const FARES = ['approve', 'decline', 'in-part', 'lose-answer', 'lose-request', 'down'] as const

/** What the bank and the payment platform do with the next orders. */
function Acquirers() {
  const { t } = useTranslation()
  const payments = useCashier(({ bench }) => bench?.payments)
  if (!payments) return null
  return (['card', 'scan'] as const).map((method) => (
    <Choice
      key={method}
      label={t(`money.methods.${method}`)}
      value={payments[method]}
      options={FARES.map((mood) => ({ value: mood, text: t(`money.moods.${mood}`) }))}
      onChoose={(mood) => void orTell(station.training.setPayments({ method, mood }))}
    />
  ))
}

const MOODS = ['fine', 'paper-out', 'cover-open', 'jams', 'absent'] as const

/** What goes wrong with a printer, at will; and the drawer, which somebody has to push shut. */
function Devices() {
  const { t } = useTranslation()
  const bench = useCashier((view) => view.bench)
  if (!bench || bench.printer === null) return null
  return (
    <>
      <Choice
        label={t('bar.printer')}
        value={bench.printer}
        options={MOODS.map((mood) => ({ value: mood, text: t(`training.${mood}`) }))}
        onChoose={(mood) => void orTell(station.training.setPrinter({ mood }))}
      />
      <div className={styles['drawer']} data-drawer={bench.drawer}>
        <span>{t(bench.drawer === 'open' ? 'training.drawerOpen' : 'training.drawerShut')}</span>
        <Button isDisabled={bench.drawer === 'shut'} onPress={() => void orTell(station.training.shutDrawer({}))}>
          {t('training.shutDrawer')}
        </Button>
      </div>
      {bench.sheet.length > 0 && <Paper label={t('training.sheet')} lines={bench.sheet} />}
    </>
  )
}
