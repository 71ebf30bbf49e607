import type { RecordsView } from '#contract/records-view'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { BackupPart } from './BackupPart.tsx'
import { CheckPart } from './CheckPart.tsx'

/** For managers: whether the records are whole, and whether there is a backup of them. */
export function RecordsDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const records = useCashier((view) => view.records)
  if (!records) return null
  const { setUp, failed, running } = records.backup
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button
        isDisabled={(!setUp && failed === null) || running !== null}
        onPress={() => void orTell(station.records.backUp({}))}
      >
        {t('records.backUp')}
      </Button>
      <CheckButton running={records.running} />
    </>
  )
  return (
    <Drawer title={t('records.title')} onClose={onClose} foot={foot}>
      <ToldBanner />
      <CheckPart records={records} />
      <BackupPart backup={records.backup} isLate={records.alarms.includes('backup-late')} />
    </Drawer>
  )
}

function CheckButton({ running }: Pick<RecordsView, 'running'>) {
  const { t } = useTranslation()
  if (running) {
    return <Button onPress={() => void orTell(station.records.stopCheck({}))}>{t('records.stop')}</Button>
  }
  return (
    <Button look="primary" onPress={() => void orTell(station.records.check({}))}>
      {t('records.check')}
    </Button>
  )
}
