import { padBoth, wrap, leftRight } from '#domain/columns'
import type { Receipt, ReceiptPart } from '#domain/receipt'
import type { PrintCommand } from '#drivers/printer/port'

/** A slip as printer commands, laid out in the printer's columns as `paperOf` lays out the preview. */
export function commandsOf(receipt: Receipt, columns: number): PrintCommand[] {
  return [...receipt.parts.flatMap((part) => commandsOfPart(part, columns)), { do: 'cut' }]
}

function commandsOfPart(part: ReceiptPart, columns: number): PrintCommand[] {
  switch (part.is) {
    case 'text':
      return wrap(part.text, columns).map((text) => ({
        ...{ do: 'line' as const, size: part.size },
        text: part.align === 'centre' ? padBoth(text, columns) : text,
      }))
    case 'pair':
      return leftRight(part.left, part.right, columns).map((text) => ({ do: 'line', text, size: part.size }))
    case 'rule':
      return [{ do: 'line', text: '-'.repeat(columns), size: 'normal' }]
    case 'qr':
      return [{ do: 'qr', content: part.content }]
  }
}
