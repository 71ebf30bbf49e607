import type { CheckedStatement } from '#contract/statements'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station } from '../../station.ts'
import { Amiss } from '../records/Said.tsx'
import { StatementResult } from './StatementResult.tsx'
import styles from './Statements.module.css'

interface Folder {
  readonly folder: string
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}
type Said = { readonly zh: string; readonly en: string }
interface Looked {
  readonly name: string
  readonly found: CheckedStatement | { readonly is: 'unreadable'; readonly said: Said }
}

/** For managers: the platform’s statement held against this station’s books. */
export function StatementsDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const [folder, setFolder] = useState<Folder | null>(null)
  const [checking, setChecking] = useState<string | null>(null)
  const [looked, setLooked] = useState<Looked | null>(null)
  const refresh = () => {
    void orTell(station.statements.list({})).then((value) => {
      if (value) setFolder(value)
    })
  }
  useEffect(refresh, [])
  const check = (name: string) => {
    setChecking(name)
    void orTell(station.statements.check({ name }), name).then((found) => {
      setChecking(null)
      if (found) setLooked({ name, found })
    })
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={looked ? () => setLooked(null) : onClose}>
        {t(looked ? 'statements.list' : 'more.close')}
      </Button>
      {!looked && (
        <Button isDisabled={checking !== null} onPress={refresh}>
          {t('statements.refresh')}
        </Button>
      )}
    </>
  )
  const title = looked ? `${t('statements.title')} · ${looked.name}` : t('statements.title')
  return (
    <Drawer title={title} onClose={looked ? () => setLooked(null) : onClose} foot={foot}>
      <ToldBanner />
      {!looked && folder && <Files {...folder} checking={checking} onCheck={check} />}
      {looked &&
        (looked.found.is === 'unreadable' ? (
          <Amiss said={looked.found.said} />
        ) : (
          <StatementResult found={looked.found} />
        ))}
    </Drawer>
  )
}

interface FilesParts extends Folder {
  readonly checking: string | null
  readonly onCheck: (name: string) => void
}

const KILO = 1024

function Files({ folder, files, checking, onCheck }: FilesParts) {
  const { t } = useTranslation()
  return (
    <>
      <p className={styles['note']}>{t('statements.note')}</p>
      <Facts facts={[{ name: t('statements.folder'), value: folder }]} />
      {files.length === 0 && <p>{t('statements.none')}</p>}
      <div className={styles['list']}>
        {files.map(({ name, bytes }) => (
          <Button key={name} className={styles['file']} isDisabled={checking !== null} onPress={() => onCheck(name)}>
            <span>{name}</span>
            <small>
              {checking === name ? t('statements.checking') : t('statements.size', { kb: Math.ceil(bytes / KILO) })}
            </small>
          </Button>
        ))}
      </div>
    </>
  )
}
