import { call } from './define.ts'
import { Fen, Nothing, Sku, Unit } from './shapes.ts'
import { z } from 'zod'

export const GoodsView = z.strictObject({
  sku: Sku,
  name: z.string(),
  price: Fen,
  category: z.string(),
  /** Whether `price` is of one piece or of one kilogram. */
  unit: Unit,
})
export type GoodsView = z.infer<typeof GoodsView>

/** Looking goods up. */
export const catalogue = {
  /** Goods by name, pinyin initials or code, best first, 20 at most. */
  search: call({
    by: 'cashier',
    changes: false,
    takes: z.strictObject({ text: z.string().max(64) }),
    gives: z.strictObject({ goods: z.array(GoodsView).max(20) }),
    refuses: [],
  }),
  /** The quick keys: goods by category, as the shop laid them out. */
  quickKeys: call({
    by: 'cashier',
    changes: false,
    takes: Nothing,
    gives: z.strictObject({
      categories: z.array(z.strictObject({ category: z.string(), goods: z.array(GoodsView).max(16) })).max(12),
    }),
    refuses: [],
  }),
}
