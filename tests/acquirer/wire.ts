import { readTlv } from '#drivers/acquirer/tlv'
import { maskedCard } from '#domain/card-number'
import { secondEyes } from './second-eyes.ts'
import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'

/** Messages as lines for a person: what a log may hold of them, read by the second reader. */
const COLUMNS = 108
const WHAT: Readonly<Record<string, string>> = {
  ...{ '0800': 'sign-in', '0810': 'signed in', '0820': 'management', '0830': 'managed' },
  ...{ '0200': 'order', '0210': 'answer', '0220': 'order', '0230': 'answer', '0100': 'order', '0110': 'answer' },
  ...{ '0400': 'reversal', '0410': 'reversed', '0500': 'settle', '0510': 'settled', '0320': 'upload' },
  ...{ '0330': 'uploaded' },
}

export function wireLines(way: 'sent' | 'came', content: Uint8Array): string[] {
  const sign = way === 'sent' ? '→' : '←'
  const seen = secondEyes(content, CUP_CLASSIC)
  if (!seen) return [`${sign} ${content.length} bytes that are no message`]
  const { mti, fields } = seen.message
  const said = [...fields]
    .sort(([a], [b]) => a - b)
    .map(([field, value]) => `${field}=${field === 48 && isUpload(mti, value) ? '[details]' : shown(field, value)}`)
  return wrapped(`${sign} ${mti} ${WHAT[mti] ?? ''}:`, said)
}

/** Details of an upload name whole card numbers. */
const COUNT_DIGITS = 4
const isUpload = (mti: string, value: string | Uint8Array): boolean => mti === '0320' && value.length > COUNT_DIGITS

/** What names a person's card or opens something is told by its length alone. */
function shown(field: number, value: string | Uint8Array): string {
  const length = value.length
  switch (field) {
    case 2:
      return typeof value === 'string' ? maskedCard(value) : '?'
    case 4:
      return typeof value === 'string' ? `${Number(value)} fen` : '?'
    case 14:
      return '****'
    case 35:
      return `[track 2, ${length} signs]`
    case 52:
      return `[PIN block, ${length} bytes]`
    case 55: {
      const objects = typeof value === 'string' ? null : readTlv(value)
      return objects?.ok ? `[chip, ${objects.value.length} objects]` : '[chip]'
    }
    case 62:
      return `[keys, ${length} bytes]`
    case 64:
      return '[MAC]'
    default:
      return typeof value === 'string' ? value.trim() : text(value)
  }
}

const text = (bytes: Uint8Array): string => {
  const said = Buffer.from(bytes).toString('latin1').trim()
  return /^[\x20-\x7e]*$/.test(said) ? said : `[${bytes.length} bytes]`
}

/** Words behind a head, on as many lines as they need. */
export function wrapped(head: string, words: readonly string[]): string[] {
  const lines = [head]
  for (const word of words) {
    const last = lines.at(-1) ?? ''
    if (`${last} ${word}`.length <= COLUMNS) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`    ${word}`)
  }
  return lines
}
