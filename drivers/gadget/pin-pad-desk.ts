import type { Clock } from '../clock/port.ts'
import { GENERIC_Z, matched, packetOf, type Packet, type PinWord, type Values } from '../pin-pad/profile.ts'
import type { Random } from '../random/port.ts'
import { makeVault, type Vault, type VaultMake } from './pin-pad-vault.ts'

/** A person at the pad. */
export interface Person {
  /** Digits and the key that confirms; none where the customer has no PIN. Kept until they are asked for. */
  readonly type: (digits: string) => void
  readonly press: (key: 'cancel') => void
  /** What is shown, in its own encoding. */
  readonly screen: () => readonly string[]
  /** How often it asked for a PIN. */
  readonly entries: () => number
}

interface DeskEnds {
  readonly clock: Pick<Clock, 'wait'>
  readonly random: Pick<Random, 'bytes'>
  readonly answer: (text: string) => Promise<void>
  readonly isIn: (mood: 'lies' | 'dawdles') => boolean
}

const CANCEL = 'cancel'
const OTHER_CHECK = '000000'
const CHANCE_BYTES = 8

interface Desk {
  readonly make: DeskMake
  readonly ends: DeskEnds
  readonly vault: Vault
  screen: readonly string[]
  entries: number
  typed: string | null
  /** Under way: its reference, and what ends it. */
  under: { readonly reference: string; readonly end: (how: string) => void } | null
}
export type DeskMake = VaultMake & { readonly serial?: string }

/** What the pad does with packets: its side of the profile `generic-z`. */
export function makePadDesk(make: DeskMake, ends: DeskEnds): Person & { readonly take: (packet: string) => void } {
  const desk: Desk = { make, ends, vault: makeVault(make), screen: [], entries: 0, typed: null, under: null }
  const press = (keys: string) => {
    if (desk.under) desk.under.end(keys)
    else desk.typed = keys
  }
  return {
    ...{ type: press, press, screen: () => desk.screen, entries: () => desk.entries },
    take: (packet) => {
      for (const [shape, run] of COMMANDS) {
        const values = matched(shape, packet)
        if (values) {
          void run(desk, values)
          return
        }
      }
    },
  }
}

type Run = (desk: Desk, values: Values) => Promise<void> | undefined
const COMMANDS: readonly (readonly [string, Run])[] = [
  [
    GENERIC_Z.status.asks,
    (desk) => {
      const serial = desk.make.serial ?? 'PP000001'
      return give(desk, GENERIC_Z.status, 'here', { serial, keys: desk.vault.list() })
    },
  ],
  [GENERIC_Z.loadMaster.asks, (desk, values) => load(desk, 'master', values)],
  [GENERIC_Z.loadWorking.asks, (desk, values) => load(desk, 'working', values)],
  [GENERIC_Z.pinSession.asks, (desk, values) => enter(desk, GENERIC_Z.pinSession, values)],
  [GENERIC_Z.pinDukpt.asks, (desk, values) => enter(desk, GENERIC_Z.pinDukpt, values)],
  [
    GENERIC_Z.erase.asks,
    ({ vault }, { kind = '', slot = '' }) => {
      vault.erase(kind, slot)
      return undefined
    },
  ],
  [
    GENERIC_Z.withdraw.asks,
    ({ under }) => {
      under?.end('withdrawn')
      return undefined
    },
  ],
  [
    GENERIC_Z.show.asks,
    (desk, { first = '', second = '' }) => {
      desk.screen = [first, second]
      return undefined
    },
  ],
]

const give = <Word extends string>({ ends }: Desk, { answers }: Packet<Word>, is: Word, values: Values = {}) =>
  ends.answer(packetOf(answers[is], values))

function load(desk: Desk, kind: 'master' | 'working', { slot = '', wrapped = '', check = '' }: Values) {
  const packet = kind === 'master' ? GENERIC_Z.loadMaster : GENERIC_Z.loadWorking
  const loaded = desk.vault.load(kind, slot, Buffer.from(wrapped, 'hex'), check)
  if (loaded.is === 'keys-missing') return give(desk, packet, loaded.is)
  return give(desk, packet, loaded.is, { check: desk.ends.isIn('lies') ? OTHER_CHECK : loaded.check })
}

async function enter(desk: Desk, packet: Packet<PinWord>, values: Values): Promise<void> {
  const { reference = '' } = values
  // The same again, as its acknowledgement was lost: it is at it already.
  if (desk.under?.reference === reference) return
  if (desk.under) return give(desk, packet, 'occupied', { reference })
  desk.entries++
  const how = await awaited(desk, reference, values)
  desk.under = null
  if (how === '') return give(desk, packet, 'bypassed', { reference })
  if (how === 'late' || how === 'withdrawn') return give(desk, packet, how, { reference })
  if (how === CANCEL) return give(desk, packet, 'cancelled', { reference })
  const made = blockOf(desk, values, how)
  return made
    ? give(desk, packet, 'entered', { reference, ...made })
    : give(desk, packet, 'keys-missing', { reference })
}

function awaited(desk: Desk, reference: string, { seconds, min, max }: Values): Promise<string> {
  return new Promise((resolve) => {
    // Fewer or more digits its keys do not confirm.
    const end = (how: string) => {
      if (!/^\d+$/.test(how) || (how.length >= Number(min) && how.length <= Number(max))) resolve(how)
    }
    desk.under = { reference, end }
    if (!desk.ends.isIn('dawdles')) void desk.ends.clock.wait(Number(seconds) * 1000).then(() => resolve('late'))
    if (desk.typed !== null) end(desk.typed)
    desk.typed = null
  })
}

function blockOf({ vault, ends }: Desk, { card: pan = '', slot, cipher }: Values, pin: string): Values | null {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase()
  if (slot !== undefined) {
    const block = vault.sessionBlock(slot, { pin, pan })
    return block && { format: '0', block: hex(block) }
  }
  const isAes = cipher === 'aes'
  const made = isAes ? vault.aesBlock({ pin, pan }, ends.random.bytes(CHANCE_BYTES)) : vault.tdesBlock({ pin, pan })
  return made && { format: isAes ? '4' : '0', block: hex(made.block), ksn: hex(made.ksn) }
}
