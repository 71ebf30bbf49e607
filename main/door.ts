import { contract, Envelope, type Handlers } from '#contract'
import type { By, Call, DoorRefusal, Rooms } from '#contract/define'
import { sells } from '#domain/duty'
import { refused, type Result } from '#domain/result'
import type { Operator } from '#domain/till'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { z } from 'zod'

/** The only way in from a window. One order of checks for every call; text in, text out; never rejects. */
export interface DoorParts {
  readonly handlers: Handlers
  /** Who works at the till now: main's own knowledge, never the asker's word. */
  readonly operator: () => Operator | null
  readonly log: Log
  readonly random: Random
}

/** A call is a few hundred characters; this is far above the largest the contract allows. */
const TEXT_MAX = 16_384
/** Calls of one window being worked on: more is a page gone wild. */
const CALLS_MAX = 64

/** The last page load heard of, per window, and how far its calls have counted. */
interface Order {
  page: string
  n: number
  /** Loads that were replaced: their calls come too late. Bounded, oldest first. */
  readonly before: string[]
}
const PAGES_REMEMBERED = 50

type Answer = Result<unknown, string>

export function makeDoor({ handlers, operator, log, random }: DoorParts) {
  const orders = new Map<string, Order>()
  const open = new Map<string, number>()

  async function judge(role: string, text: string): Promise<Answer> {
    if (text.length > TEXT_MAX) return refused<DoorRefusal>('too-large')
    const envelope = readEnvelope(text)
    if (!envelope) return refused<DoorRefusal>('bad-call')
    const found = callNamed(envelope.name)
    if (!found) return refused<DoorRefusal>('bad-call')
    if (!inOrder(orders, role, envelope.page, envelope.n)) return refused<DoorRefusal>('out-of-order')
    if (!mayAsk(role, found.call.by, operator())) return refused<DoorRefusal>('not-allowed')
    const input = found.call.takes.safeParse(envelope.input)
    if (!input.success) return refused<DoorRefusal>('bad-call')
    return carryOut(handlers, found, input.data, envelope.txn)
  }

  return async function answer(role: string, text: string): Promise<string> {
    const calls = open.get(role) ?? 0
    if (calls >= CALLS_MAX) return JSON.stringify(refused<DoorRefusal>('busy'))
    open.set(role, calls + 1)
    try {
      return JSON.stringify(await judge(role, text))
    } catch (cause) {
      const incident = random.id().slice(0, 8)
      log.fault('a call failed', cause, { incident })
      return JSON.stringify({ ...refused<DoorRefusal>('fault'), incident })
    } finally {
      open.set(role, (open.get(role) ?? 0) - 1)
    }
  }
}

interface Found {
  readonly room: string
  readonly name: string
  readonly call: Call<z.ZodType, z.ZodType, string>
}

function callNamed(full: string): Found | null {
  const [room = '', name = '', ...more] = full.split('.')
  // Own properties only: `constructor` is not a room.
  const rooms: Rooms = contract
  if (more.length > 0 || !Object.hasOwn(rooms, room)) return null
  const calls = rooms[room] ?? {}
  // Which schemas a call has is lost in the list of all; that it has two is not.
  const call = Object.hasOwn(calls, name) ? (calls[name] as Found['call']) : null
  return call && { room, name, call }
}

async function carryOut(handlers: Handlers, { room, name, call }: Found, input: unknown, txn: string): Promise<Answer> {
  // The contract's types guarantee a handler for each call; the names came through callNamed.
  const rooms = handlers as unknown as Record<string, Record<string, (input: unknown, txn: string) => Promise<Answer>>>
  const handle = rooms[room]?.[name]
  if (!handle) throw new Error(`no handler for ${room}.${name}`)
  const answer = await handle(input, txn)
  // What is not in the contract does not leave main.
  return answer.ok ? { ok: true, value: call.gives.parse(answer.value) } : { ok: false, why: answer.why }
}

function readEnvelope(text: string) {
  try {
    const read = Envelope.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    // Not JSON: the same refusal as JSON of the wrong shape.
    return null
  }
}

function inOrder(orders: Map<string, Order>, role: string, page: string, n: number): boolean {
  const order = orders.get(role)
  if (order?.page === page) {
    if (n <= order.n) return false
    order.n = n
    return true
  }
  const before = order ? [...order.before, order.page].slice(-PAGES_REMEMBERED) : []
  if (before.includes(page)) return false
  orders.set(role, { page, n, before })
  return true
}

function mayAsk(role: string, by: By, operator: Operator | null): boolean {
  // The customer's display shows; it asks for nothing.
  if (role !== 'cashier') return false
  switch (by) {
    case 'anyone':
      return true
    case 'on-duty':
      return operator !== null
    case 'cashier':
      return sells(operator)
    case 'manager':
      return operator?.role === 'manager'
    case 'it':
      return operator?.role === 'it'
    case 'manager-or-it':
      return operator?.role === 'manager' || operator?.role === 'it'
  }
}
