import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { useCashier } from '../../station.ts'
import { FUNCTION_ACTS } from './acts.ts'
import { usePaying } from '../tender/Paying.tsx'
import styles from './FunctionBar.module.css'
import { FUNCTION_KEYS, type FunctionAct } from './function-keys.ts'

const NEEDS_A_SALE: readonly FunctionAct[] = ['quantity', 'adjust', 'park', 'removeLine', 'cash', 'card', 'scan']
/** Not while money was taken for it: what is sold stays as it is. */
const NEEDS_IT_FREE: readonly FunctionAct[] = ['quantity', 'adjust', 'park', 'removeLine']
const PAYS: readonly FunctionAct[] = ['cash', 'card', 'scan']

/** Every frequent act with its key. The next step, taking the money, is the one bright button. */
export function FunctionBar() {
  const { t } = useTranslation()
  const selling = useCashier(({ sale }) => sale !== null)
  const parked = useCashier((view) => view.parked.length)
  const fixed = useCashier(({ sale }) => sale?.fixed ?? false)
  const tendering = useCashier(({ sale }) => sale?.tendering ?? false)
  const methods = useCashier((view) => view.methods)
  const paying = usePaying() !== null
  const barred = (act: FunctionAct): boolean =>
    (!selling && NEEDS_A_SALE.includes(act)) ||
    (fixed && NEEDS_IT_FREE.includes(act)) ||
    (tendering && PAYS.includes(act)) ||
    ((act === 'card' || act === 'scan') && !methods.includes(act))
  return (
    <nav className={styles['bar']}>
      {FUNCTION_KEYS.map(({ key, act }) => (
        <Button
          key={key}
          className={styles['key']}
          look={act === 'cash' && selling && !paying ? 'primary' : 'plain'}
          isDisabled={barred(act)}
          onPress={FUNCTION_ACTS[act]}
        >
          <span>
            {t(`keys.${act}`)}
            {act === 'recall' && parked > 0 && <strong className={styles['count']}>{parked}</strong>}
          </span>
          <kbd className={styles['name']}>{key}</kbd>
        </Button>
      ))}
    </nav>
  )
}
