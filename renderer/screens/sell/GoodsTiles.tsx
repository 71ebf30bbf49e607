import type { GoodsView } from '#contract/catalogue'
import { formatMoney } from '#domain/money'
import { Button } from '../../parts/Button.tsx'
import { classes } from '../../parts/classes.ts'
import styles from './GoodsTiles.module.css'

interface TilesParts {
  readonly goods: readonly GoodsView[]
  /** Which colour of the row of tints; results of a search have none. */
  readonly tint?: number
  /** The one Enter would take. */
  readonly marked?: number
  readonly onPick: (goods: GoodsView) => void
}

const TINTS = 6

/** Goods to press. */
export function GoodsTiles({ goods, tint, marked, onPick }: TilesParts) {
  const colour = tint === undefined ? undefined : styles[`tint${tint % TINTS}`]
  return (
    <div className={styles['tiles']}>
      {goods.map((each, index) => (
        <Button
          key={each.sku}
          className={classes(styles['tile'], colour, index === marked && styles['marked'])}
          label={`${each.name} ${formatMoney(each.price)}`}
          onPress={() => onPick(each)}
        >
          <span className={styles['name']}>{each.name}</span>
          <span className={styles['price']}>
            {formatMoney(each.price)}
            {each.unit === 'kg' && ' / kg'}
          </span>
        </Button>
      ))}
    </div>
  )
}
