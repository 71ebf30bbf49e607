import type { Clock } from '../clock/port.ts'
import type { Random } from '../random/port.ts'
import { makeAsking, type Asking } from './asking.ts'
import type { DialTerminal } from './connection.ts'
import { endingOf, loginBody, makeServiceId, paymentBody, referenceBody, reversalBody } from './messages.ts'
import type { Parties } from './messages.ts'
import { SERVICE_CHARACTERS_MAX } from './port.ts'
import type { Diagnosis, PaymentTerminal, TerminalOrder, TerminalOutcome, TerminalTransaction } from './port.ts'
import { lookedUp, settled } from './settling.ts'

export interface NexoParts {
  readonly dial: DialTerminal
  readonly clock: Pick<Clock, 'wait' | 'elapsedMs' | 'nowMs'>
  readonly random: Pick<Random, 'below'>
  readonly parties: Parties
}

/** A customer looks for the card, puts it in, types, and the acquirer answers. */
export const PAYMENT_MS = 150_000
const LOGIN_MS = 10_000
const DIAGNOSIS_MS = 30_000
/** Exchanges it remembers, so that none is sent twice; the journal is what makes sure of it for good. */
const USED_MAX = 10_000
const AMOUNT_MAX = 999_999_999_999
const SALE_CHARACTERS_MAX = 35
const STATES = { OK: 'ok', Busy: 'busy', Maintenance: 'maintenance', Unreachable: 'unreachable' } as const

interface State {
  status: 'absent' | 'ready'
  loggedIn: boolean
  /** Whatever is under way; a payment can be given up. */
  under: { readonly service: string; readonly isPayment: boolean } | null
  readonly used: Set<string>
  readonly listeners: (() => void)[]
}
interface Terminal extends NexoParts {
  readonly state: State
  readonly asking: Asking
}

/** A terminal that speaks nexo Sale to POI 3.0, in JSON, on a TCP line. */
export function makeNexoTerminal(parts: NexoParts): PaymentTerminal {
  const state: State = { status: 'absent', loggedIn: false, under: null, used: new Set(), listeners: [] }
  const terminal: Terminal = { ...parts, state, asking: makeAsking(parts) }
  const alone = async <Value>(
    service: string,
    isPayment: boolean,
    work: () => Promise<Value>,
  ): Promise<Value | null> => {
    if (state.under) return null
    state.under = { service, isPayment }
    try {
      return await work()
    } finally {
      state.under = null
    }
  }
  const OCCUPIED = { is: 'refused', why: 'occupied' } as const
  return {
    status: () => state.status,
    onStatus: (listener) => void state.listeners.push(listener),
    login: async () => (await alone('', false, () => login(terminal))) ?? 'occupied',
    diagnose: async () => (await alone('', false, () => diagnose(terminal))) ?? { is: 'occupied' },
    pay: async (order) => {
      assertOrder(order)
      return (await alone(order.service, true, () => carriedOut(terminal, 'Payment', order, null))) ?? OCCUPIED
    },
    reverse: async (order) => {
      assertOrder(order)
      return (await alone(order.service, false, () => carriedOut(terminal, 'Reversal', order, order.of))) ?? OCCUPIED
    },
    abort: async () => {
      const { under } = state
      if (!under?.isPayment) return 'nothing-to-abort'
      const body = { ...referenceBody('Payment', under.service, parts.parties), AbortReason: 'MerchantAbort' }
      const isSent = await terminal.asking.tell('Abort', makeServiceId(parts.random), body)
      return isSent ? 'sent' : 'nothing-to-abort'
    },
    lookUp: async ({ service, kind }) => {
      const category = kind === 'payment' ? 'Payment' : 'Reversal'
      return (
        (await alone(service, false, () => lookedUp(terminal, { category, service, amount: null }))) ?? {
          is: 'unknown',
        }
      )
    },
    close: () => {
      terminal.asking.hangUp()
      return Promise.resolve()
    },
  }
}

/** Throws for an order that can not be. */
function assertOrder({ service, sale, amount }: TerminalOrder): void {
  const isService = /^[A-Za-z0-9]+$/.test(service) && service.length <= SERVICE_CHARACTERS_MAX
  const isSale = sale.length >= 1 && sale.length <= SALE_CHARACTERS_MAX
  if (!isService || !isSale || !Number.isSafeInteger(amount) || amount <= 0 || amount > AMOUNT_MAX)
    throw new RangeError('an order for a terminal that can not be')
}

function turn({ state }: Terminal, status: State['status']): void {
  // One that was away may have been switched off: it is greeted again.
  if (status === 'absent') state.loggedIn = false
  if (status === state.status) return
  state.status = status
  for (const tell of state.listeners) tell()
}

const now = ({ clock }: NexoParts): string => new Date(clock.nowMs()).toISOString()

async function login(terminal: Terminal): Promise<'done' | 'refused' | 'absent'> {
  const service = makeServiceId(terminal.random)
  const asked = await terminal.asking.ask({
    ...{ category: 'Login', service, body: loginBody(now(terminal)), limitMs: LOGIN_MS },
  })
  turn(terminal, asked.is === 'response' ? 'ready' : 'absent')
  if (asked.is !== 'response') return 'absent'
  terminal.state.loggedIn = asked.response.LoginResponse?.Response.Result === 'Success'
  return terminal.state.loggedIn ? 'done' : 'refused'
}

async function diagnose(terminal: Terminal): Promise<Diagnosis> {
  const service = makeServiceId(terminal.random)
  const body = { HostDiagnosisFlag: true }
  const asked = await terminal.asking.ask({ category: 'Diagnosis', service, body, limitMs: DIAGNOSIS_MS })
  turn(terminal, asked.is === 'response' ? 'ready' : 'absent')
  if (asked.is !== 'response') return { is: 'absent' }
  const { POIStatus, HostStatus = [] } = asked.response.DiagnosisResponse ?? {}
  if (!POIStatus) return { is: 'refused' }
  const hosts = HostStatus.map(({ AcquirerID, IsReachableFlag }) => ({ id: AcquirerID, reachable: IsReachableFlag }))
  return { is: 'here', state: STATES[POIStatus.GlobalStatus], hosts }
}

/** Sends it once. Where its answer is lost, the terminal is asked what became of it. */
async function carriedOut(
  terminal: Terminal,
  category: 'Payment' | 'Reversal',
  { service, sale, amount }: TerminalOrder,
  of: TerminalTransaction | null,
): Promise<TerminalOutcome> {
  const { state, asking } = terminal
  if (state.used.has(service)) return { is: 'refused', why: 'used' }
  // A line that has been idle may be dead, and would take the order with it: the greeting tries it.
  const greeted = state.loggedIn && asking.isOpen() ? 'done' : await login(terminal)
  if (greeted !== 'done') return { is: 'refused', why: greeted === 'absent' ? 'absent' : 'not-logged-in' }
  if (state.used.size >= USED_MAX) state.used.clear()
  state.used.add(service)
  const body = of ? reversalBody(sale, now(terminal), amount, of) : paymentBody(sale, amount, now(terminal))
  const asked = await asking.ask({ category, service, body, limitMs: PAYMENT_MS })
  if (asked.is === 'absent' || asked.is === 'not-sent') {
    state.used.delete(service)
    turn(terminal, 'absent')
    return { is: 'refused', why: 'absent' }
  }
  const ending = asked.is === 'response' ? endingOf(category, asked.response, amount) : null
  const outcome = ending ?? (await settled(terminal, { category, service, amount }))
  turn(terminal, outcome.is === 'unknown' ? 'absent' : 'ready')
  return outcome
}
