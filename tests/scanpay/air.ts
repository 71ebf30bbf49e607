import { codesWith } from '#drivers/scanpay/codes'
import { OF_THE_TWIN } from '#drivers/scanpay/practice-codes'
import { authorizationOf, signedAt } from '#drivers/scanpay/signing'
import type { Exchanged, Outgoing, Transport } from '#drivers/scanpay/transport'
import { booksOf, type PlatformBooks } from '#drivers/scanpay/virtual/books'
import { customerActs, type Act } from '#drivers/scanpay/virtual/customer'
import { deliveryOf } from '#drivers/scanpay/virtual/delivery'
import type { PlatformParts } from '#drivers/scanpay/virtual/facts'
import { LINE_MOODS, PLATFORM_MOODS, type Mood } from '#drivers/scanpay/virtual/moods'
import type { PlatformState } from '#drivers/scanpay/virtual/state'
import { takeRequest } from '#drivers/scanpay/virtual/twin'
import type { VirtualClock } from '#drivers/clock/virtual'
import type { Random } from '#drivers/random/port'
import { generateKeyPairSync } from 'node:crypto'

/** Between a till and the twin of its platform, without sockets: signed both ways, lost, late, bent and cut. */
export interface Air {
  /** A line of one program; dead once that is. */
  readonly line: () => Transport & { readonly die: () => void }
  readonly books: () => PlatformBooks
  readonly state: () => PlatformState
  readonly customer: (act: Act) => void
  /** Of ten requests so many meet something; 0 is fair weather. */
  readonly setWeather: (ofTen: number) => void
  /** Befalls the next request whose path ends so (any, where it is empty), whatever the weather. */
  readonly will: (path: string, weather: Weather) => void
  /** Paths that were asked, by their last word; who reads them may take them away. */
  readonly heard: string[]
  readonly met: ReadonlyMap<string, number>
}

const RSA_BITS = 2048
const [OURS, THEIRS] = [
  generateKeyPairSync('rsa', { modulusLength: RSA_BITS }),
  generateKeyPairSync('rsa', { modulusLength: RSA_BITS }),
]
const APPID = 'OP00000003'
const SERIAL = '00DFBA8194C41B84CF'
export const PARTY = {
  ...{ appid: APPID, merchant: '822290059430BFA', terminal: 'D9261076' },
  place: { ip: '203.0.113.9', location: null, baseStation: null },
}
export const CODES = codesWith(OF_THE_TWIN)
const TWIN: PlatformParts = {
  merchant: {
    ...{ appid: APPID, serial: SERIAL, key: OURS.publicKey, number: PARTY.merchant, terminals: [PARTY.terminal] },
    sm4: null,
  },
  platform: { serial: '0190A1B2C3D4', key: THEIRS.privateKey },
  ...{ skewMs: 300_000, revokesSameDay: true, barsUndone: false, sealsAnswers: false },
}
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' }
/** As the client has it. */
const ANSWER_MS = 30_000

/** What there is no end of, nobody can know the end of: it is left out. */
export type Weather = Mood | 'not-sent' | 'bent-answer'
export const WEATHERS: readonly Weather[] = [
  ...PLATFORM_MOODS.filter((mood) => mood !== 'disabled'),
  ...LINE_MOODS,
  ...(['not-sent', 'bent-answer', 'no-answer', 'late'] as const),
  { is: 'open', queries: 2, end: 'SUCCESS' },
  { is: 'open', queries: 3, end: 'FAIL' },
  { is: 'open', queries: 1, end: 'SUCCESS', code: 'RFD11105', says: 'TIMEOUT' },
]
const nameOf = (weather: Weather): string => (typeof weather === 'string' ? weather : weather.is)

export function makeAir(parts: { state: PlatformState; clock: VirtualClock; random: Random }): Air {
  const { clock, random } = parts
  const met = new Map<string, number>()
  let state = parts.state
  let ofTen = 0

  const willBe: { readonly path: string; readonly weather: Weather }[] = []
  const heard: string[] = []

  const drawn = (path: string): Weather | null => {
    const at = willBe.findIndex((each) => path.endsWith(each.path))
    if (at >= 0) return willBe.splice(at, 1)[0]?.weather ?? null
    if (random.below(10) >= ofTen) return null
    const weather = WEATHERS[random.below(WEATHERS.length)] ?? 'no-answer'
    met.set(nameOf(weather), (met.get(nameOf(weather)) ?? 0) + 1)
    return weather
  }
  const waited = async (ms: number, signal: AbortSignal): Promise<boolean> => {
    try {
      await clock.wait(ms, signal)
      return true
    } catch {
      return false
    }
  }
  const silence = async (signal: AbortSignal): Promise<Exchanged> => {
    await waited(ANSWER_MS, signal)
    return { is: 'silence', why: 'no-answer' }
  }
  const take = (path: string, body: Uint8Array, mood: Mood | null) => {
    const stamp = { timestamp: Math.floor(clock.nowMs() / 1000), nonce: Buffer.from(random.bytes(16)).toString('hex') }
    const authorization = authorizationOf({ appid: APPID, serial: SERIAL, key: OURS.privateKey }, stamp, body)
    return () => {
      const turn = takeRequest(TWIN, state, {
        path,
        headers: { authorization, ...JSON_HEADERS },
        body,
        nowMs: clock.nowMs(),
        mood,
      })
      state = turn.state
      return turn.answer
    }
  }

  async function exchange({ path, body }: Outgoing, signal: AbortSignal): Promise<Exchanged> {
    heard.push(path.split('/').at(-1) ?? '')
    const weather = drawn(path)
    if (weather === 'not-sent' || signal.aborted) return { is: 'not-sent', why: 'unreachable' }
    const mood = weather === 'bent-answer' ? null : weather
    const { beforeMs: late, afterMs } = deliveryOf(mood)
    // A customer's code is good for a minute: what comes later is refused, and no danger.
    const beforeMs = path.includes('micropay') ? Math.min(late, ANSWER_MS + random.below(30_000)) : late
    const taken = take(path, Buffer.from(body), mood)
    if (beforeMs > 0) {
      // It gets there when nobody waits for it any more.
      void clock.wait(beforeMs).then(taken)
      return silence(signal)
    }
    const answer = taken()
    if (answer === null || afterMs > ANSWER_MS) return silence(signal)
    if (!(await waited(afterMs, signal))) return { is: 'silence', why: 'given-up' }
    const bytes = weather === 'bent-answer' ? bent(answer.body) : answer.body
    if (answer.status !== 200) return { is: 'silence', why: 'http' }
    if (signedAt(answer.headers, bytes, { appid: APPID, key: THEIRS.publicKey }) === null)
      return { is: 'silence', why: 'unsigned' }
    return { is: 'answer', body: Buffer.from(bytes).toString() }
  }
  const bent = (bytes: Uint8Array): Uint8Array => {
    const copy = Uint8Array.from(bytes)
    const at = random.below(copy.length)
    copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
    return copy
  }

  return {
    line: () => {
      const dead = new AbortController()
      return {
        // A program that is gone sends nothing, and nobody waits.
        exchange: (request, noMore) =>
          dead.signal.aborted
            ? new Promise<never>(() => undefined)
            : exchange(request, AbortSignal.any([noMore, dead.signal])),
        die: () => dead.abort(),
      }
    },
    books: () => booksOf(state),
    state: () => state,
    customer: (act) => {
      state = customerActs(state, act, clock.nowMs()).state
    },
    setWeather: (next) => {
      ofTen = next
    },
    will: (path, weather) => void willBe.push({ path, weather }),
    ...{ met, heard },
  }
}
