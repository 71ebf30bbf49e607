import type { SignedOff } from '#domain/terminal/terminal'
import { readF60 } from '#drivers/acquirer/codec/f60'
import { readF62 } from '#drivers/acquirer/codec/f62'
import { bytesOf, textOf } from '#drivers/acquirer/codec/message'
import { openWorkingKeys, type WorkingKeys } from '#drivers/acquirer/working-keys'
import type { CardDesk } from '#drivers/card-desk/port'
import type { Log } from '#drivers/log/port'
import type { Acts } from '../acts.ts'
import { managementMessage, type TerminalNames } from './fields.ts'
import { isOf, type Answered } from './hearing.ts'
import type { Talking } from './talking.ts'

export interface SigningInParts {
  readonly acts: Acts
  readonly log: Log
  readonly talking: Talking
  readonly desk: CardDesk
  readonly names: TerminalNames
  /** The terminal's master key, sixteen bytes; null where none was loaded. */
  readonly tmk: () => Uint8Array | null
  /** The shop's day, such as `2026-05-04`: each has keys of its own. */
  readonly today: () => string
}

/** `not-sent`, `silence`: as of any message · otherwise the acquirer's code, or what is amiss with its keys. */
/** `batch`: as the acquirer told it. */
type Signed = { readonly ok: true; readonly keys: WorkingKeys; readonly batch: number }
export type SignedIn = Signed | { readonly ok: false; readonly why: string }

export interface SigningIn {
  /** The keys of the day, by a sign-in where there are none; a terminal that was signed off gets new ones. */
  readonly keys: (noMore: AbortSignal) => Promise<SignedIn>
  /** The next transaction signs in before it is sent. */
  readonly signOff: (why: SignedOff) => Promise<void>
}

export function makeSigningIn(parts: SigningInParts): SigningIn {
  const { acts, talking } = parts
  let held: { readonly signed: Signed; readonly day: string } | null = null
  return {
    keys: async (noMore) => {
      const day = parts.today()
      if (held?.day === day && acts.till().cards.isSignedOn) return held.signed
      held = null
      const signed = await signedIn(parts, noMore)
      if (signed.ok) held = { signed, day }
      return signed
    },
    signOff: async (why) => {
      held = null
      if (acts.till().cards.isSignedOn) await talking.note({ is: 'terminal-signed-off', why })
    },
  }
}

async function signedIn(parts: SigningInParts, noMore: AbortSignal): Promise<SignedIn> {
  const { acts, log, talking, desk, names } = parts
  const tmk = parts.tmk()
  if (tmk === null) return { ok: false, why: 'no-master-key' }
  const stan = await talking.number('sign-in')
  const talked = await talking.send(managementMessage(names, 'sign-in', { stan, batch: batchOf(acts) }), null, noMore)
  if (talked.is !== 'answered') return { ok: false, why: talked.is }
  const { heard } = talked.answered
  if (!isOf(names, talked.answered)) return { ok: false, why: 'silence' }
  if (heard.code !== '00') return { ok: false, why: heard.code }
  const given = givenIn(talked.answered, names, tmk)
  if (!given) {
    log.note('the acquirer gave no keys that its check values are right for')
    return { ok: false, why: 'keys' }
  }
  if (!(await desk.loadPinKey(given.pik))) return { ok: false, why: 'pin-pad' }
  await talking.note({ is: 'terminal-signed-on', batch: given.batch })
  return { ok: true, keys: given.keys, batch: given.batch }
}

/** Before the acquirer has told one. */
const FIRST_BATCH = 1
export const batchOf = (acts: Acts): number => acts.till().cards.batch || FIRST_BATCH

/** The batch in force, and the keys of the day: all of them right, or none. */
function givenIn({ message }: Answered, { profile }: TerminalNames, tmk: Uint8Array) {
  const [f60, f62] = [readF60(textOf(message, 60) ?? ''), bytesOf(message, 62)]
  if (!f60.ok || f62 === null || Number(f60.value.batch) < 1) return null
  const [opened, wrapped] = [openWorkingKeys(profile, f62, tmk), readF62(profile, f62)]
  return opened.ok && wrapped.ok ? { batch: Number(f60.value.batch), keys: opened.keys, pik: wrapped.value.pik } : null
}
