import type { CardHeard } from '#domain/terminal/answer'
import type { CardReference } from '#domain/terminal/reference'
import { textOf, unpack, type Message } from '#drivers/acquirer/codec/message'
import type { AcquirerProfile } from '#drivers/acquirer/codec/profile'
import { verify } from '#drivers/acquirer/mac'
import type { TerminalNames } from './fields.ts'

/** An answer of the acquirer as it came, and what it says. */
export interface Answered {
  readonly message: Message
  readonly heard: CardHeard
}

const MACS = { good: 'right', bad: 'wrong', missing: 'missing' } as const

/** Null for what is no message, or bears no code and no number. */
export function answeredIn(bytes: Uint8Array, profile: AcquirerProfile, mak: Uint8Array | null): Answered | null {
  const read = unpack(bytes, profile)
  if (!read.ok) return null
  const message = read.value
  const [code, stan] = [textOf(message, 39), textOf(message, 11)]
  if (code === null || stan === null) return null
  const amount = textOf(message, 4)
  return {
    message,
    heard: {
      ...{ mti: message.mti, code, stan: Number(stan), amount: amount === null ? null : Number(amount) },
      ...{ terminal: textOf(message, 41) ?? '', merchant: textOf(message, 42) ?? '' },
      mac: mak === null ? 'missing' : MACS[verify(bytes, profile, mak)],
    },
  }
}

/** Whether it is about this terminal of this merchant. */
export const isOf = ({ terminal, merchant }: TerminalNames, { heard }: Answered): boolean =>
  heard.terminal === terminal && heard.merchant === merchant

/** What an answer repeats of its request: processing code, amount, condition, and of field 60 which transaction. */
const REPEATED = [3, 4, 25, 60] as const
/** 60.1 and 60.3: between them answers tell the batch in force, whichever was asked in. */
const kindIn = (f60: string): string => `${f60.slice(0, 2)} ${f60.slice(8, 11)}`

/**
 * Whether what it repeats is what was asked. A request that was changed on its way is answered too, as what it had
 * become: that there is no such transaction, say, and the answer's own seal is right.
 */
export const repeats = (asked: Message, { message }: Answered): boolean =>
  REPEATED.every((field) => {
    const [ours, theirs] = [textOf(asked, field) ?? '', textOf(message, field)]
    if (theirs === null) return true
    return field === 60 ? kindIn(ours) === kindIn(theirs) : ours === theirs
  })

/** How the acquirer and the receipt name an approved transaction; where it has no number of its own, by ours. */
export const referenceIn = (
  message: Message,
  of: { readonly batch: number; readonly stan: number },
): CardReference => ({
  ...{ rrn: textOf(message, 37) ?? '', authorisation: textOf(message, 38) ?? '', date: textOf(message, 13) ?? '' },
  ...{ batch: of.batch, stan: of.stan },
})
