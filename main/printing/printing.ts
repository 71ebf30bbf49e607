import { openDrawers, type DrawerParts } from './drawer.ts'
import { printSlips, type SlipsParts } from './slips.ts'

export type PrintingParts = DrawerParts & SlipsParts

/** All that a receipt printer does for a sale: its drawer and its slips. */
export function startPrinting(parts: PrintingParts): { readonly idle: () => Promise<void> } {
  const work = [openDrawers(parts), printSlips(parts)]
  return {
    idle: async () => {
      for (const each of work) await each.idle()
    },
  }
}
