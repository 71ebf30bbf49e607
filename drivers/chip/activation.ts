import { readAtr, type Atr } from './atr.ts'
import { faultOf } from './ccid.ts'
import type { ChipClass } from './class-descriptor.ts'
import type { Conversation } from './conversation.ts'
import { agreedRates, DEFAULT_RATES, limitMs, parameterBytes, ppsBytes, protocolOf, ratesOf } from './parameters.ts'
import type { ChipFault, ChipProtocol } from './port.ts'
import { makeT1, type T1 } from './t1.ts'
import { transferred } from './transfer.ts'

/** A card with power, and how it is spoken to. */
export interface Active {
  readonly atr: Uint8Array
  readonly protocol: ChipProtocol
  /** From a command to its answer. */
  readonly limitMs: number
  /** Where it is this side that has to speak T=1. */
  readonly t1: T1 | null
}

/** From the power to the last byte of the answer to reset: a card takes a second and a half at the most (EMV 11.2). */
const POWER_MS = 5_000
const SET_MS = 5_000

export async function activate(conversation: Conversation, chip: ChipClass): Promise<Active | ChipFault> {
  const bytes = await poweredOn(conversation, chip)
  if (typeof bytes === 'string') return bytes
  const atr = readAtr(bytes)
  if (!atr) return 'not-a-card'
  const protocol = protocolOf(atr, chip)
  if (protocol === null) return 'unsupported'
  const rates = await ratesAgreed(conversation, chip, atr, protocol)
  if (typeof rates === 'string') return rates
  if (!chip.automatic.parameters) {
    const data = parameterBytes(atr, protocol, rates)
    const said = await conversation.say('setParameters', { special: [protocol, 0, 0], data }, SET_MS)
    if (said.is === 'none') return 'reader-broken'
    if (said.answer.ended === 'failed') return said.answer.card === 'absent' ? 'no-card' : faultOf(said.answer)
  }
  const isOurs = protocol === 1 && chip.level === 'tpdu'
  const active: Active = {
    ...{ atr: bytes, protocol, limitMs: limitMs(atr, protocol, rates, chip) },
    t1: isOurs ? makeT1(atr.blocks.ifsc) : null,
  }
  return active.t1 && !chip.automatic.size ? sized(conversation, active, active.t1) : active
}

/** The answer to reset, at the lowest voltage at which there is one: no card is harmed by one that is too low. */
async function poweredOn(conversation: Conversation, chip: ChipClass): Promise<Uint8Array | ChipFault> {
  let why: ChipFault = 'unsupported'
  for (const voltage of chip.automatic.voltage ? [0] : chip.voltages) {
    const said = await conversation.say('powerOn', { special: [voltage, 0, 0] }, POWER_MS)
    if (said.is === 'none') return said.why === 'gone' ? 'no-reader' : 'reader-broken'
    if (said.answer.ended === 'ok') return said.answer.data
    if (said.answer.card === 'absent') return 'no-card'
    why = faultOf(said.answer)
    await conversation.say('powerOff', {}, SET_MS)
  }
  return why
}

/** The rates at which reader and card speak, where it is this side that has to agree on them (clause 9). */
async function ratesAgreed(conversation: Conversation, chip: ChipClass, atr: Atr, protocol: ChipProtocol) {
  const rates = atr.specific === null ? ratesOf(atr, chip) : atr.rates
  const isAgreed = chip.automatic.rates || chip.level !== 'tpdu' || atr.specific !== null
  if (isAgreed || rates === DEFAULT_RATES) return rates
  const asked = ppsBytes(protocol, rates)
  const answer = await transferred(conversation, { data: asked, limitMs: limitMs(atr, protocol, DEFAULT_RATES, chip) })
  if (answer.is !== 'bytes') return answer.why
  return agreedRates(asked, answer.bytes) ?? 'misread'
}

async function sized(conversation: Conversation, active: Active, t1: T1): Promise<Active | ChipFault> {
  let block = t1.tellSize()
  for (;;) {
    const came = await transferred(conversation, { data: block, limitMs: active.limitMs })
    if (came.is !== 'bytes' && came.why !== 'mute') return came.why
    const step = t1.take(came.is === 'bytes' ? came.bytes : null)
    if (step.is === 'failed') return step.why
    if (step.is === 'answer') return active
    block = step.block
  }
}
