import { readF60, type F60 } from '../codec/f60.ts'
import { textOf } from '../codec/message.ts'
import { verify } from '../mac.ts'
import { answerMessage, answerPacket, balanceText, chipAnswer, remarks, type Said } from './answering.ts'
import { cardTrouble, checkPin, formTrouble } from './card-checks.ts'
import { DECIDING } from './deciding.ts'
import type { Eyes, Seen } from './eyes.ts'
import { factsOf, hostTime, refusedWith, type Facts, type HostTime, type Outcome } from './facts.ts'
import { askedIn, hasItsFields, type Asked } from './kinds.ts'
import { MANAGING, type ManagingParts } from './managing.ts'
import { befalls, isHostMood, type HostMood, type Mood } from './moods.ts'
import { reverse } from './reversing.ts'
import { moved, type Booked, type HostState } from './state.ts'

/** A UnionPay-style acquirer’s host as one function, for one terminal. */
export interface TwinParts extends ManagingParts {
  /** Fields 41 and 42. */
  readonly terminal: string
  readonly merchant: string
  readonly eyes: Eyes
  /** Some hosts seal what they approve alone. */
  readonly sealsRefusals: boolean
}
export interface TwinRequest {
  /** What the frame’s length counted. */
  readonly content: Uint8Array
  readonly nowMs: number
  /** Those of the line are the line’s. */
  readonly mood: Mood | null
}
export interface TwinTurn {
  readonly state: HostState
  /** A packet with its length; null where the host says nothing: to what it can not read, or not from its terminal. */
  readonly answer: Uint8Array | null
}

export function takeRequest(parts: TwinParts, state: HostState, request: TwinRequest): TwinTurn {
  const seen = parts.eyes(request.content, parts.profile)
  const { profile } = parts
  const isOurs = seen?.tpdu === profile.tpdu && seen.header === profile.header
  if (!seen || !isOurs || textOf(seen.message, 11) === null) return { state, answer: null }
  const mood = isHostMood(request.mood) && befalls(request.mood, request.content) ? request.mood : null
  const time = hostTime(request.nowMs)
  const numbered = { ...state, numbered: state.numbered + 1 }
  const done = decide(parts, numbered, { seen, time, mood })
  const message = answerMessage(done.state, seen, time, done.said)
  const isApproved = done.said.code === '00' || done.said.code === '10'
  const mak = done.said.isSealed && (isApproved || parts.sealsRefusals) ? (done.state.keys?.mak ?? null) : null
  return { state: done.state, answer: answerPacket({ profile, mak, mood }, seen, message) }
}

interface Coming {
  readonly seen: Seen
  readonly time: HostTime
  readonly mood: HostMood | null
}
interface Decided {
  readonly state: HostState
  readonly said: Said
}

const rrnOf = ({ numbered }: HostState): string => String(numbered).padStart(12, '0')
const FINANCIAL = ['0100', '0200', '0220', '0400']

/** 97, 03: not this terminal, not this merchant · 12: no such transaction · 30: not as it has to be. */
function decide(parts: TwinParts, state: HostState, coming: Coming): Decided {
  const { message } = coming.seen
  const isSealed = FINANCIAL.includes(message.mti)
  const no = (code: string): Decided => ({
    state,
    said: { code, rrn: rrnOf(state), authorisation: '', fields: {}, isSealed },
  })
  if (textOf(message, 41) !== parts.terminal) return no('97')
  if (textOf(message, 42) !== parts.merchant) return no('03')
  const f60 = readF60(textOf(message, 60) ?? '')
  if (!f60.ok) return no('30')
  const asked = askedIn(message, f60.value)
  if (!asked) return no('12')
  if (!hasItsFields(message, asked)) return no('30')
  if (asked.is !== 'managing') return sealed(parts, state, { ...coming, f60: f60.value, asked })
  const managed = MANAGING[asked.what](parts, state, { message, f60: f60.value, mood: coming.mood })
  const { code, fields } = managed
  return { state: managed.state, said: { code, rrn: rrnOf(state), authorisation: '', fields, isSealed: false } }
}

interface Sealed extends Coming {
  readonly f60: F60
  readonly asked: Exclude<Asked, { is: 'managing' }>
}

const MOOD_CODES: Readonly<Partial<Record<HostMood, string>>> = {
  ...{ 'code-77': '77', 'code-99': '99', 'code-A0': 'A0', 'reversal-96': '96' },
}
const REVERSAL_CODES: Readonly<Partial<Record<HostMood, string>>> = { 'reversal-25': '25', 'reversal-12': '12' }

/** 77: signed off, or of another batch · A0: its MAC is wrong. */
function sealed(parts: TwinParts, state: HostState, coming: Sealed): Decided {
  const { seen, time, mood, f60, asked } = coming
  const { profile } = parts
  const said = (code: string, next = state): Decided => ({
    state: next,
    said: { code, rrn: rrnOf(state), authorisation: '', fields: {}, isSealed: true },
  })
  const moody = mood && MOOD_CODES[mood]
  if (moody) return said(moody)
  if (!state.isSignedOn || !state.keys) return said('77')
  if (verify(seen.bytes, profile, state.keys.mak) !== 'good') return said('A0')
  const { kind } = asked
  const facts = factsOf(seen.message, { kind, f60, profile, time, inPart: mood === 'in-part' })
  if (asked.is === 'reversal') {
    const reversed = reverse(state, facts)
    return said((mood && REVERSAL_CODES[mood]) ?? reversed.code, reversed.state)
  }
  const trouble = formTrouble(facts) ?? orderTrouble(state, facts)
  return trouble === null ? carriedOut(state, facts) : said(trouble)
}

/** 90: its batch is being settled · 94: its number has come before · 22: it was undone before it came. */
function orderTrouble(state: HostState, { f60, key }: Facts): string | null {
  if (Number(f60.batch) !== state.batch) return '77'
  if (state.settling !== null) return '90'
  if (state.barred.has(key)) return '22'
  return state.booked.has(key) ? '94' : null
}

function carriedOut(state: HostState, facts: Facts): Decided {
  const { pan, kind, message } = facts
  const account = state.accounts.get(pan)
  const trouble = cardTrouble(facts, account)
  const checked = trouble === null && account ? checkPin(state, facts, account) : { state, code: trouble }
  const outcome = checked.code === null && account ? DECIDING[kind](state, facts, account) : null
  const end = outcome ?? refusedWith(checked.code ?? '96')
  const entry = bookedOf(state, facts, end)
  const booked = new Map(state.booked).set(entry.key, entry)
  const next = moved({ ...checked.state, booked }, pan, end.delta)
  const isYes = entry.times > 0
  const fields = {
    ...(end.code === '10' && { 4: String(end.amount).padStart(12, '0') }),
    54: isYes && kind === 'balance' && account ? balanceText(account.balance) : undefined,
    55: isYes && message.fields.has(55) ? chipAnswer(end.code) : undefined,
    63: isYes ? remarks(entry.isForeign) : undefined,
  }
  const { code, rrn, authorisation } = entry
  return { state: next, said: { code, rrn, authorisation, fields, isSealed: true } }
}

function bookedOf(state: HostState, facts: Facts, { code, amount, delta, of }: Outcome): Booked {
  const { key, kind, stan, pan, amount: asked, f60, time } = facts
  const isYes = code === '00' || code === '10'
  return {
    ...{ key, kind, batch: Number(f60.batch), stan, pan, asked, amount, delta, code, of },
    ...{ times: isYes ? 1 : 0, isReversed: false, isForeign: state.accounts.get(pan)?.card.isForeign ?? false },
    ...{ rrn: rrnOf(state), date: time.mmdd },
    authorisation: isYes && kind !== 'balance' ? String(state.numbered).slice(-6).padStart(6, '0') : '',
  }
}
