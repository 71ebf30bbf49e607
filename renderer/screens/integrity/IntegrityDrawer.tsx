import type { IntegrityView } from '#contract/integrity'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Mark } from '../../parts/Mark.tsx'
import { shopTime } from '../../parts/time.ts'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import styles from '../../parts/Report.module.css'
import { AcceptDrawer } from './AcceptDrawer.tsx'

/** For managers and IT: whether the station is as it was installed, and what to do where it is not. */
export function IntegrityDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const integrity = useCashier((view) => view.integrity)
  const manager = useCashier(({ operator }) => operator?.role === 'manager')
  const [accepting, setAccepting] = useState(false)
  if (!integrity) return null
  if (accepting) return <AcceptDrawer onClose={() => setAccepting(false)} />
  const { findings, running, cashOnly } = integrity
  const settings = findings.some(({ code }) => code === 'setting-changed')
  const check = () => void orTell(station.integrity.check({}))
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      {manager && settings && <Button onPress={() => setAccepting(true)}>{t('integrity.accept')}</Button>}
      <Button look="primary" isDisabled={running} onPress={check}>
        {t('integrity.check')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('integrity.title')} onClose={onClose} foot={foot}>
      <ToldBanner />
      <Last integrity={integrity} />
      {cashOnly && <p className={styles['amiss']}>{t('integrity.cashOnly')}</p>}
      <Findings findings={findings} />
    </Drawer>
  )
}

function Last({ integrity }: { readonly integrity: IntegrityView }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const { atMs, running, findings, files } = integrity
  const amiss = findings.filter(({ note }) => !note).length
  const said = amiss === 0 ? t('integrity.sound') : t('integrity.amiss', { count: amiss })
  const last = (
    <>
      <strong className={styles[amiss === 0 ? 'sound' : 'fault']}>{said}</strong>
      <span className={styles['line']}>{shopTime(atMs ?? 0, timeZone)}</span>
    </>
  )
  const checked = running ? t('integrity.running') : atMs === null ? t('integrity.never') : last
  const program = files === null ? t('integrity.filesUnknown') : t('integrity.filesCount', { count: files })
  return (
    <Facts
      facts={[
        { name: t('integrity.last'), value: checked },
        ...(atMs === null ? [] : [{ name: t('integrity.files'), value: program }]),
      ]}
    />
  )
}

/** What was found, what is amiss first; each with its next step. */
export function Findings({ findings }: Pick<IntegrityView, 'findings'>) {
  const { t } = useTranslation()
  return findings
    .toSorted((a, b) => Number(a.note) - Number(b.note))
    .map(({ code, about, note }) => (
      <div key={`${code} ${about}`} className={note ? styles['note'] : styles['amiss']} role={note ? 'note' : 'alert'}>
        {!note && <Mark sign="!" tone="attention" />}
        <p>{t(`integrity.findings.${code}`, { about })}</p>
      </div>
    ))
}
