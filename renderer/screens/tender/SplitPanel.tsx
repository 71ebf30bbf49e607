import type { TenderView } from '#contract/money-view'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../../keys/layers.ts'
import { Button } from '../../parts/Button.tsx'
import { useCashier } from '../../station.ts'
import { FUNCTION_ACTS } from '../sell/acts.ts'
import { Panel } from './Panel.tsx'
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
  // With money taken there is no way back to the goods but by giving it back.
  useLayer({ panel: true, keys: fixed ? {} : { Escape: onClose } })
  return (
    <Panel label={t('money.again')}>
      <TenderRows onGiveBack={onGiveBack} />
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
    </Panel>
  )
}
