import iconv from 'iconv-lite'
import { makeTurns } from '../pipe/turns.ts'
import type { Log } from '../log/port.ts'
import { assertEntry, enteredOf, entryValues } from './entry.ts'
import { holdLine, type LineParts } from './held.ts'
import { assertKey, loadedBy, lookedOf } from './loading.ts'
import { noteOf, type KeyLoaded, type Looked, type PadTrouble } from './port.ts'
import type { PinEntered, PinEntry, PinPad } from './port.ts'
import type { PadProfile, Values } from './profile.ts'
import { makeTalk, type Talk } from './talk.ts'

export interface PinPadParts extends LineParts {
  readonly profile: PadProfile
  readonly log: Log
}

/** Beyond what the pad gives the person, which is its own to count. */
const SLACK_MS = 5_000
/** Before nobody waits any more the pad is told so, and can still say what became of it. */
const LAST_WORD_MS = 3_000
const REFERENCES = 10_000
const REFERENCE_DIGITS = 4
/** What waits for the pad at once. */
const WAITING_MAX = 8

/** A pad on a serial line, whatever its maker: that is its profile. One thing at a time. */
export function makePinPad(parts: PinPadParts): PinPad {
  const { profile, log } = parts
  const held = holdLine(parts)
  const turns = makeTurns(WAITING_MAX)
  let reference = 0
  /** Whose PIN is awaited, until it is withdrawn. */
  let under: { readonly talk: Talk; withdrawn: boolean } | null = null

  const inTurn = <Value>(work: (talk: Talk) => Promise<Value>, otherwise: (why: PadTrouble) => Value): Promise<Value> =>
    turns.take(
      async () => {
        const link = await held.open()
        return link ? work(makeTalk(link, held.turn)) : otherwise('gone')
      },
      () => otherwise('occupied'),
    )

  async function readPin(talk: Talk, asked: PinEntry): Promise<PinEntered> {
    const values = entryValues(asked, String(reference).padStart(REFERENCE_DIGITS, '0'))
    reference = (reference + 1) % REFERENCES
    const packet = asked.by.mode === 'session' ? profile.pinSession : profile.pinDukpt
    const limitMs = asked.seconds * 1000 + SLACK_MS
    const ended = new AbortController()
    const own = { talk, withdrawn: false }
    under = own
    void parts.clock.wait(limitMs - LAST_WORD_MS, ended.signal).then(
      () => talk.interrupt(profile.withdraw),
      () => undefined,
    )
    try {
      const entered = enteredOf(await talk.ask(packet, values, { limitMs, echo: 'reference' }), asked)
      // Withdrawn by the time, and by nobody.
      return entered.is === 'withdrawn' && !own.withdrawn ? { is: 'late' } : entered
    } finally {
      ended.abort()
      under = null
    }
  }

  return {
    ...{ status: held.status, onStatus: held.onStatus, close: held.close },
    look: () => inTurn<Looked>(async (talk) => lookedOf(await talk.ask(profile.status, {})), troubled),
    loadKey: async (key) => {
      assertKey(key)
      return inTurn<KeyLoaded>((talk) => loadedBy(talk, profile, key), troubled)
    },
    readPin: async (asked) => {
      assertEntry(asked)
      const entered = await inTurn<PinEntered>((talk) => readPin(talk, asked), troubled)
      log.note('pin pad', { why: noteOf(entered) })
      return entered
    },
    withdraw: () => {
      if (!under || under.withdrawn) return
      under.withdrawn = true
      under.talk.interrupt(profile.withdraw)
    },
    show: (lines) => inTurn((talk) => showOn(talk, lines, profile), identity),
  }
}

const identity = (why: PadTrouble): 'shown' | PadTrouble => why

async function showOn(talk: Talk, lines: readonly string[], profile: PadProfile): Promise<'shown' | PadTrouble> {
  const done = await talk.tell(profile.show, shown(lines, profile))
  return done === 'done' ? 'shown' : done
}

const troubled = (is: PadTrouble): { readonly is: PadTrouble } => ({ is })

/** In the pad’s own encoding, a byte a sign: GB18030 has no byte below 30 but for ASCII’s own. */
function shown(lines: readonly string[], { columns }: PadProfile): Values {
  const [first = '', second = ''] = lines.map((line) => {
    const clean = line.replaceAll(/[\x00-\x1f]/g, ' ')
    return iconv.encode(cut(clean, columns), 'gb18030').toString('latin1')
  })
  return { first, second }
}

/** At most so many columns, of which a Chinese sign takes two. */
function cut(line: string, columns: number): string {
  let taken = 0
  let text = ''
  for (const sign of line) {
    taken += sign.charCodeAt(0) < 0x80 ? 1 : 2
    if (taken > columns) break
    text += sign
  }
  return text
}
