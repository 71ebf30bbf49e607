import iconv from 'iconv-lite'
import { COMMANDS } from './decode-commands.ts'
import { addText, fresh, type Command, type Printed, type State } from './decode-state.ts'

export type { Printed } from './decode-state.ts'

/** `cut-off`: so far it is well, and more must follow. */
export type Decoded =
  | { readonly ok: true; readonly printed: readonly Printed[] }
  | {
      readonly ok: false
      /** What was done before the failure. */
      readonly printed: readonly Printed[]
      /** Where the failing command begins, in bytes. */
      readonly offset: number
      readonly why: 'cut-off' | 'unknown' | 'malformed'
    }

/**
 * What a Chinese receipt printer does with these bytes. Strict where a real one guesses: a byte that is not understood
 * is a failure with its place, not a character on paper. `commands`: the first that fits is meant.
 */
export function decode(bytes: Uint8Array, commands: readonly Command[] = COMMANDS): Decoded {
  const state: State = { printed: [], ...fresh() }
  const failed = (offset: number, why: 'cut-off' | 'unknown' | 'malformed'): Decoded => ({
    ...{ ok: false, printed: state.printed, offset, why },
  })
  let offset = 0
  while (offset < bytes.length) {
    const step = signAt(state, bytes, offset) ?? commandAt(state, bytes.subarray(offset), commands)
    if (typeof step === 'string') return failed(offset, step)
    offset += step
  }
  return state.line === null ? { ok: true, printed: state.printed } : failed(offset, 'cut-off')
}

/** Single bytes by code page: of Katakana (1) the rule, which is the same in all makes. */
const SINGLE: Readonly<Record<number, Readonly<Record<number, string>>>> = { 1: { 0x95: '─' } }

type Step = number | 'cut-off' | 'unknown' | 'malformed'

/** Takes one character of text; null where there is none. */
function signAt(state: State, bytes: Uint8Array, offset: number): Step | null {
  const lead = bytes[offset] ?? 0
  if (lead >= 0x20 && lead <= 0x7e) return added(state, String.fromCharCode(lead), 1)
  if (lead < 0x80) return null
  const ruled = state.chinese || state.codePage === null ? undefined : SINGLE[state.codePage]?.[lead]
  if (ruled !== undefined) return added(state, ruled, 1)
  // A single high byte means something else in each code page, and we select none.
  if (!state.chinese || lead === 0x80 || lead === 0xff) return 'malformed'
  const trail = bytes[offset + 1]
  if (trail === undefined) return 'cut-off'
  if (trail < 0x40 || trail === 0x7f || trail === 0xff) return 'malformed'
  const sign = iconv.decode(Buffer.from([lead, trail]), 'gb18030')
  return /[\p{C}\ufffd]/u.test(sign) ? 'malformed' : added(state, sign, 2)
}

const added = (state: State, text: string, length: number): Step =>
  addText(state, text, length) ? length : 'malformed'

function commandAt(state: State, rest: Uint8Array, commands: readonly Command[]): Step {
  const begun = commands.filter(({ code }) => code.every((byte, i) => i >= rest.length || rest[i] === byte))
  const command = begun.find(({ code }) => code.length <= rest.length)
  if (!command) return begun.length > 0 ? 'cut-off' : 'unknown'
  const parameters = rest.subarray(command.code.length)
  const { length = null } = lengthOf(command, parameters)
  if (length === null || length > parameters.length) return 'cut-off'
  return command.act(state, parameters.subarray(0, length)) ? command.code.length + length : 'malformed'
}

function lengthOf({ length }: Command, parameters: Uint8Array): { readonly length?: number } {
  if (typeof length === 'number') return { length }
  const counted = length === 'counted' ? 2 : 4
  if (parameters.length < counted) return {}
  return { length: counted + Buffer.from(parameters).readUIntLE(0, counted) }
}
