import { leftRight, wrap } from '#domain/columns'
import type { Receipt } from '#domain/receipt'
import type { ReceiptPart } from '#domain/receipt-parts'
import type { PrintCommand, PrintLine } from '#drivers/printer/port'

/** A slip as printer commands, laid out in the printer's columns as `paperOf` lays out the preview. */
export const commandsOf = (receipt: Pick<Receipt, 'parts'>, columns: number): PrintCommand[] => [
  ...receipt.parts.flatMap((part) => commandsOfPart(part, columns)),
  { do: 'cut' },
]

function commandsOfPart(part: ReceiptPart, columns: number): PrintCommand[] {
  switch (part.is) {
    case 'text':
      return wrap(part.text, columns).map((text) => lineOf(text, part.size, part.align))
    case 'pair':
      return leftRight(part.left, part.right, columns).map((text) => lineOf(text, part.size))
    case 'rule':
      return [lineOf('-'.repeat(columns))]
    case 'qr':
      return [{ do: 'qr', content: part.content }]
  }
}

/** What is large is what a customer looks for, the shop and the total: bold as well. */
function lineOf(text: string, size: PrintLine['size'] = 'normal', align: PrintLine['align'] = 'left'): PrintLine {
  return { do: 'line', text, align, size, bold: size === 'large' }
}
