import { faultOf } from './ccid.ts'
import type { Conversation, Said } from './conversation.ts'
import type { ChipFault } from './port.ts'

/** `refused`: it has not reached the card · `unknown`: it may have. */
export type Transferred =
  | { readonly is: 'bytes'; readonly bytes: Uint8Array; readonly chain: number }
  | { readonly is: 'refused' | 'unknown'; readonly why: ChipFault }

export interface Transfer {
  readonly data: Uint8Array
  readonly limitMs: number
  /** How many times the block waiting time may pass (bBWI); 0 where it may once. */
  readonly times?: number
  /** wLevelParameter: how a long command is cut. */
  readonly part?: number
}

/** One transfer to the card and what came back. */
export async function transferred(conversation: Conversation, { data, limitMs, times = 0, part = 0 }: Transfer) {
  return outcomeOf(await conversation.say('exchange', { special: [times, part & 0xff, part >> 8], data }, limitMs))
}

/** The reader knew before the card heard of it. */
const NOT_REACHED: readonly ChipFault[] = ['busy', 'unsupported', 'pin-late', 'pin-cancelled']
const WHY = { 'not-sent': 'no-reader', late: 'reader-broken', gone: 'no-reader', broken: 'reader-broken' } as const

export function outcomeOf(said: Said): Transferred {
  if (said.is === 'none') return { is: said.why === 'not-sent' ? 'refused' : 'unknown', why: WHY[said.why] }
  const { answer } = said
  if (answer.ended === 'ok') return { is: 'bytes', bytes: answer.data, chain: answer.chain }
  // It may have been pulled out when it had the command.
  if (answer.card === 'absent') return { is: 'unknown', why: 'no-card' }
  const why = faultOf(answer)
  return { is: NOT_REACHED.includes(why) ? 'refused' : 'unknown', why }
}
