import { encodeQR } from 'qr'
import type { Printed } from './decode.ts'

/** What lies on one sheet of paper. */
export type Mark = Extract<Printed, { is: 'line' | 'qr' }>

/** The sheets that came out, one a cut; what was printed last and not cut hangs out of the printer and can be read. */
export function sheetsOf(printed: readonly Printed[]): Mark[][] {
  const sheets: Mark[][] = []
  let sheet: Mark[] = []
  for (const item of printed) {
    if (item.is === 'line' || item.is === 'qr') sheet.push(item)
    else if (item.is === 'cut') {
      sheets.push(sheet)
      sheet = []
    }
  }
  return sheet.length > 0 ? [...sheets, sheet] : sheets
}

/** A printer gives two columns to each character of two bytes, and all but ASCII are. */
const columnsOf = (text: string): number => Array.from(text).reduce((sum, sign) => sum + (sign <= '~' ? 1 : 2), 0)

/** Text too long for the paper goes on below, as it does on a printer. */
function folded(text: string, columns: number): string[] {
  const parts = ['']
  for (const sign of text) {
    const part = parts.at(-1) ?? ''
    if (columnsOf(part + sign) > columns) parts.push(sign)
    else parts[parts.length - 1] = part + sign
  }
  return parts
}

const before = (text: string, align: Mark['align'], columns: number): number =>
  align === 'centre' ? Math.max(0, Math.floor((columns - columnsOf(text)) / 2)) : 0

/** A sheet as lines of text. A QR code is named, not drawn: `[QR …]`. */
export function linesOf(sheet: readonly Mark[], columns: number): string[] {
  return sheet.flatMap((mark) => {
    const parts = mark.is === 'qr' ? [`[QR ${mark.content}]`] : folded(mark.text, columns)
    return parts.map((part) => ' '.repeat(before(part, mark.align, columns)) + part)
  })
}

/** Dots of a character of one column, at 203 dpi (font A). */
const CELL = { width: 12, height: 24 }
/** Dots from one line to the next: the printers' 30. */
const LINE_DOTS = 30
const MARGIN_DOTS = 24

interface Drawn {
  readonly svg: string
  readonly height: number
}

/** A sheet as an SVG picture, one unit a dot: 384 wide at 32 columns and 576 at 48, and a margin. */
export function pictureOf(sheet: readonly Mark[], columns: number): string {
  let top = MARGIN_DOTS
  const drawn: string[] = []
  for (const mark of sheet) {
    const parts = mark.is === 'qr' ? [mark] : folded(mark.text, columns).map((text) => ({ ...mark, text }))
    for (const part of parts) {
      const { svg, height } = part.is === 'qr' ? qrAt(part, top, columns) : lineAt(part, top, columns)
      drawn.push(svg)
      top += height
    }
  }
  const [width, height] = [columns * CELL.width + 2 * MARGIN_DOTS, top + MARGIN_DOTS]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<g font-family="'Noto Sans Mono CJK SC','Noto Sans SC',monospace" font-size="${CELL.height - 2}">`,
    ...drawn,
    '</g>',
    '</svg>',
  ].join('\n')
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)

/** Each sign at its own column, whatever face draws it. */
function lineAt(line: Extract<Mark, { is: 'line' }>, top: number, columns: number): Drawn {
  const times = line.size === 'large' ? 2 : 1
  let column = before(line.text, line.align, columns)
  const signs = Array.from(line.text).flatMap((sign) => {
    const x = MARGIN_DOTS + column * CELL.width
    column += columnsOf(sign)
    return sign === ' ' ? [] : [`<tspan x="${x}">${escaped(sign)}</tspan>`]
  })
  const place = `translate(0 ${top + (CELL.height - 4) * times}) scale(1 ${times})`
  const svg = `<text transform="${place}"${line.bold ? ' font-weight="bold"' : ''}>${signs.join('')}</text>`
  return { svg, height: LINE_DOTS + (times - 1) * CELL.height }
}

function qrAt(qr: Extract<Mark, { is: 'qr' }>, top: number, columns: number): Drawn {
  const modules = encodeQR(qr.content, 'raw', { ecc: 'medium', encoding: 'byte', border: 1 })
    .slice(1, -1)
    .map((row) => row.slice(1, -1))
  const dots = qr.moduleDots
  const spare = columns * CELL.width - modules.length * dots
  const left = MARGIN_DOTS + (qr.align === 'centre' ? Math.max(0, Math.floor(spare / 2)) : 0)
  const dark = modules.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${left + x * dots} ${top + y * dots}h${dots}v${dots}h-${dots}z`] : [])),
  )
  return { svg: `<path d="${dark.join('')}"/>`, height: modules.length * dots + LINE_DOTS - CELL.height }
}
