import type { TenderView } from '#contract/money-view'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { useCashier } from '../../station.ts'
import { FUNCTION_ACTS } from '../sell/acts.ts'
import { useWhatCame } from './came.ts'
import { Panel } from './Panel.tsx'
import { PanelHead } from './PanelHead.tsx'
import styles from './SplitPanel.module.css'
import { TenderRows } from './TenderRows.tsx'

interface SplitParts {
  readonly onGiveBack: (tender: TenderView) => void
  readonly onClose: () => void
}

/** Some of it is paid, or a payment failed: what is left, and the ways to pay it. The goods are as they were. */
export function SplitPanel({ onGiveBack, onClose }: SplitParts) {
  const { t } = useTranslation()
  const fixed = useCashier(({ sale }) => sale?.fixed ?? false)
  const methods = useCashier((view) => view.methods)
  const last = useCashier(({ sale }) => sale?.tenders.at(-1))
  const says = useWhatCame(last)
  // Of one that failed there is no more to say, and nothing to do.
  const isSaid = last?.state === 'failed'
  // With money taken there is no way back to the goods but by giving it back.
  useLayer({ panel: true, keys: fixed ? {} : { Escape: onClose } })
  return (
    <Panel label={t('money.again')}>
      {last && says && <PanelHead {...says} />}
      <TenderRows onGiveBack={onGiveBack} {...(isSaid && { without: last.attempt })} />
      <div className={styles['next']}>
        <div className={styles['ways']}>
          {(['cash', ...methods] as const).map((way) => (
            <Button key={way} look={way === 'cash' ? 'primary' : 'plain'} onPress={FUNCTION_ACTS[way]}>
              {t(`money.methods.${way}`)}
            </Button>
          ))}
        </div>
        {!fixed && (
          <Button shortcut="Esc" look="quiet" onPress={onClose}>
            {t('money.back')}
          </Button>
        )}
      </div>
    </Panel>
  )
}
