import { readBatchEnd, readDetails, readSettlement, settlementText, type BatchDetail } from '../codec/f48.ts'
import type { F60 } from '../codec/f60.ts'
import type { FieldValue } from '../codec/kinds.ts'
import { textOf, type Message } from '../codec/message.ts'
import type { AcquirerProfile } from '../codec/profile.ts'
import { wrapWorkingKeys, type WorkingKeys } from '../working-keys.ts'
import { totalsOf } from './books.ts'
import type { Managing } from './kinds.ts'
import type { HostMood } from './moods.ts'
import { nextBatch, type HostState } from './state.ts'

/** What managing a terminal is done with. */
export interface ManagingParts {
  readonly profile: AcquirerProfile
  /** The terminal’s master key, sixteen bytes. */
  readonly tmk: Uint8Array
  /** Of each sign-in, counted from 1. */
  readonly keysOf: (signIn: number) => WorkingKeys
}
export interface Managed {
  readonly state: HostState
  readonly code: string
  /** Besides those that every answer has. */
  readonly fields: Readonly<Record<number, FieldValue>>
}
interface Talk {
  readonly message: Message
  readonly f60: F60
  readonly mood: HostMood | null
}
type Manage = (parts: ManagingParts, state: HostState, talk: Talk) => Managed

const said = (state: HostState, code: string, fields: Managed['fields'] = {}): Managed => ({ state, code, fields })

export const MANAGING: Readonly<Record<Managing, Manage>> = {
  'sign-in': signIn,
  'sign-off': (_parts, state) => said({ ...state, isSignedOn: false }, '00'),
  echo: (_parts, state) => said(state, '00'),
  settle: inBatch(settle),
  upload: inBatch(upload),
  'upload-end': (parts, state, talk) =>
    // Its answer was lost, and it comes again: the batch is over.
    state.isSignedOn && state.settling === null && Number(talk.f60.batch) === state.settled.at(-1)?.batch
      ? said(state, '00')
      : inBatch(endUpload)(parts, state, talk),
}

/** 77 where the terminal is signed off, or counts another batch. */
function inBatch(manage: Manage): Manage {
  return (parts, state, talk) =>
    state.isSignedOn && Number(talk.f60.batch) === state.batch ? manage(parts, state, talk) : said(state, '77')
}

function signIn({ profile, tmk, keysOf }: ManagingParts, state: HostState, { f60, mood }: Talk): Managed {
  if (f60.network !== profile.keyLayout) return said(state, '12')
  const signIns = state.signIns + 1
  const keys = keysOf(signIns)
  const wrapped = wrapWorkingKeys(profile, keys, tmk)
  if (!wrapped.ok) return said(state, '96')
  const f62 = Uint8Array.from(wrapped.value)
  // The end of it is a check value in every layout.
  const last = f62.length - 1
  if (mood === 'bad-kcv') f62[last] = (f62[last] ?? 0) ^ 0xff
  return said({ ...state, signIns, keys, isSignedOn: true }, '00', { 62: f62 })
}

function settle({ profile }: ManagingParts, state: HostState, { message, mood }: Talk): Managed {
  const read = readSettlement(textOf(message, 48) ?? '')
  if (!read.ok || read.value.domestic.reply !== 'unsettled' || read.value.foreign.reply !== 'unsettled')
    return said(state, '30')
  const totals = read.value
  const ours = totalsOf(state, profile)
  const replyOf = (side: 'domestic' | 'foreign') => {
    if (mood === 'settle-error') return 'error'
    return mood !== 'unbalanced' && sameTotals(totals[side], ours[side]) ? 'balanced' : 'unbalanced'
  }
  const [domestic, foreign] = [replyOf('domestic'), replyOf('foreign')] as const
  const text = settlementText({
    domestic: { ...totals.domestic, reply: domestic },
    foreign: { ...totals.foreign, reply: foreign },
  })
  if (!text.ok) return said(state, '96')
  if (mood === 'settle-error') return said(state, '00', { 48: text.value })
  const isBalanced = domestic === 'balanced' && foreign === 'balanced'
  const uploaded = state.settling?.uploaded ?? new Map<string, BatchDetail>()
  return said({ ...state, settling: { said: totals, isBalanced, uploaded } }, '00', { 48: text.value })
}

type Totals = ReturnType<typeof totalsOf>['domestic']
const sameTotals = (one: Totals, other: Totals): boolean =>
  one.debitAmount === other.debitAmount &&
  one.debitCount === other.debitCount &&
  one.creditAmount === other.creditAmount &&
  one.creditCount === other.creditCount

/** 94 where all of them came before; those that are new are taken. */
function upload(_parts: ManagingParts, state: HostState, { message }: Talk): Managed {
  const { settling } = state
  if (settling === null) return said(state, '12')
  const read = readDetails(textOf(message, 48) ?? '')
  if (!read.ok) return said(state, '30')
  const fresh = read.value.filter(({ stan }) => !settling.uploaded.has(stan))
  if (fresh.length === 0) return said(state, '94')
  const uploaded = new Map([...settling.uploaded, ...fresh.map((detail) => [detail.stan, detail] as const)])
  return said({ ...state, settling: { ...settling, uploaded } }, '00')
}

/** A count that is not ours is written down, and keeps nobody from the next day. */
function endUpload(_parts: ManagingParts, state: HostState, { message, f60 }: Talk): Managed {
  const { settling, batch } = state
  const text = textOf(message, 48)
  const count = text === null ? null : readBatchEnd(text)
  if (settling === null || settling.isBalanced !== (f60.network === '207')) return said(state, '12')
  if ((count !== null && !count.ok) || (count === null && !settling.isBalanced)) return said(state, '30')
  const { said: totals, isBalanced, uploaded } = settling
  const over = { batch, isBalanced, said: totals, uploaded: [...uploaded.values()], count: count?.value ?? null }
  const next = { ...state, batch: nextBatch(batch), settling: null, settled: [...state.settled, over] }
  return said(next, '00')
}
