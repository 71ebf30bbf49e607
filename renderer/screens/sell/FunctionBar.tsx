import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { useCashier } from '../../station.ts'
import { FUNCTION_ACTS } from './acts.ts'
import { useDesk } from './desk.ts'
import styles from './FunctionBar.module.css'
import { FUNCTION_KEYS, type FunctionAct } from './function-keys.ts'

const NEEDS_A_SALE: readonly FunctionAct[] = ['quantity', 'adjust', 'park', 'removeLine', 'cash']

/** Every frequent act with its key. The next step, taking the money, is the one bright button. */
export function FunctionBar() {
  const { t } = useTranslation()
  const selling = useCashier(({ sale }) => sale !== null)
  const parked = useCashier((view) => view.parked.length)
  const paying = useDesk(({ panel }) => panel === 'cash')
  return (
    <nav className={styles['bar']}>
      {FUNCTION_KEYS.map(({ key, act }) => (
        <Button
          key={key}
          className={styles['key']}
          look={act === 'cash' && selling && !paying ? 'primary' : 'plain'}
          isDisabled={!selling && NEEDS_A_SALE.includes(act)}
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
