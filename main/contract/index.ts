import { activation } from './activation.ts'
import { authority } from './authority.ts'
import { cards } from './cards.ts'
import { catalogue } from './catalogue.ts'
import { devices } from './devices.ts'
import type { AsksOf, DoorRefusal, HandlersOf, WhyOf } from './define.ts'
import { holds } from './holds.ts'
import { integrity } from './integrity.ts'
import { messages } from './messages.ts'
import { office } from './office.ts'
import { operators } from './operators.ts'
import { parting } from './parting.ts'
import { passkeys } from './passkeys.ts'
import { payments } from './payments.ts'
import { notices } from './postings.ts'
import { records } from './records.ts'
import { remote } from './remote.ts'
import { sale } from './sale.ts'
import { scanpay } from './scanpay.ts'
import { shop } from './shop.ts'
import { statements } from './statements.ts'
import { training } from './training.ts'
import { z } from 'zod'

/** Everything a window may ask. Main's handlers and the renderer's `station` derive from this one value. */
export const contract = {
  ...{ sale, holds, authority, remote, payments, cards, scanpay, statements, operators, catalogue, records },
  ...{ messages, passkeys, devices, activation, integrity, office, parting, shop, notices, training },
}
export type Contract = typeof contract

export type Handlers = { readonly [Room in keyof Contract]: HandlersOf<Contract[Room]> }
export type Asks = { readonly [Room in keyof Contract]: AsksOf<Contract[Room]> }

type WhyOfRoom<Room> = WhyOf<Room[keyof Room]>
/** Every way an asker can be refused; the screens have a sentence for each. */
export type Refusal = { [Room in keyof Contract]: WhyOfRoom<Contract[Room]> }[keyof Contract] | DoorRefusal

/** `window.station`, as the preload makes it: text both ways, so that both shells are equal. */
export interface Bridge {
  /** `name` is `room.call`; `txn` names the act, so that asking again can not do it twice. Gives a Result as text. */
  readonly ask: (name: string, txn: string, input: unknown) => Promise<string>
  /** Calls `show` with the newest view as JSON text, now and after each change. */
  readonly onView: (show: (view: string) => void) => void
}

/**
 * What crosses from a page: one call. `page` names one load of the page and `n` counts its calls upwards, so a
 * recorded call that is played again is out of order and refused.
 */
export const Envelope = z.strictObject({
  name: z.string().max(64),
  txn: z.string().min(8).max(64),
  page: z.string().min(8).max(64),
  n: z.int().min(1),
  input: z.unknown(),
})
