import type { Settling, PortName } from '#domain/payments'
import type { Method } from '#domain/tendering'
import type { PaymentPort } from '#drivers/payment/port'

/** Those through whom this shop's money moves. */
export type Ports = Readonly<Partial<Record<PortName, PaymentPort>>>

/** Which port takes a tender, by which is there: a terminal of its own reads the card where the shop has one. */
const BY_METHOD: Readonly<Record<Method, readonly PortName[]>> = {
  card: ['terminal', 'acquirer'],
  scan: ['scanpay'],
}

/** The port for a method; null where the shop has none. */
export const portFor = (ports: Ports, method: Method): PortName | null =>
  BY_METHOD[method].find((name) => ports[name] !== undefined) ?? null

/** What a port declares. For one that is not there any more a person decides. */
export const settlingOf =
  (ports: Ports): Settling =>
  (port, kind) => {
    const there = ports[port]
    if (kind === 'pay' || kind === 'void' || kind === 'refund') return there?.settlesBy[kind] ?? 'neither'
    return there?.holds ? 'reversal' : 'neither'
  }

/** Through whom an amount of a card is held; null where nobody can. */
export const holdingPort = (ports: Ports): PortName | null => BY_METHOD.card.find((name) => ports[name]?.holds) ?? null

export const methodsOf = (ports: Ports): Method[] =>
  (['card', 'scan'] as const).filter((method) => portFor(ports, method) !== null)
