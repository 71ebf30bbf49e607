import { readLine } from '#journal/line'
import { VOID_PASSWORD } from '../world/people.ts'
import type { Played } from '../world/seeds.ts'
import { Stations, type Machine } from './lives.ts'
import { numbersAmiss } from './reading.ts'
import { fromBackup } from './restoring.ts'

/** What befalls a station's disk: each seed plays one of them. */
export const KINDS = ['untouched', 'sold-offline', 'both-alive', 'restored'] as const
type Kind = (typeof KINDS)[number]

/** More than the longest pause between two tries. */
const LONG = 130
const MOVES = 10

/**
 * A whole station whose disk is put back, copied or restored, from a seed. Then no number is given twice that was given
 * after anybody knew; whoever is up to date has all its records in the hub; and who is not says so.
 */
export async function play(seed: number): Promise<Played> {
  try {
    return await played(seed)
  } catch (cause) {
    return { broken: `it can not go on: ${String(cause)}`, tally: new Map() }
  }
}

async function played(seed: number): Promise<Played> {
  const kind = KINDS[seed % KINDS.length] ?? 'untouched'
  const shop = new Stations(seed)
  const tally = new Map<string, number>()
  const note = (what: string) => void tally.set(what, (tally.get(what) ?? 0) + 1)
  const machines: Machine[] = []
  note(kind)
  let broken = await PLAYS[kind]({ shop, machines, note })
  shop.hub.setAway(null)
  await shop.pass(LONG)
  for (const machine of machines) broken ??= await endAmiss(shop, machine, note)
  const lives = [...shop.dead, ...machines.map((machine) => machine.life())]
  const numbers = numbersAmiss(lives)
  if (numbers.doubled > 0) note('numbers given twice before anybody knew')
  for (const machine of machines) machine.leave()
  return { broken: broken ?? numbers.broken, tally }
}

interface Playing {
  readonly shop: Stations
  /** Those that live in the end. */
  readonly machines: Machine[]
  readonly note: (what: string) => void
}

const PLAYS: Readonly<Record<Kind, (playing: Playing) => Promise<string | null>>> = {
  untouched: async ({ shop, machines, note }) => {
    const machine = await opened(shop, machines)
    const image = machine.image()
    await machine.sell(1 + shop.random.below(4))
    await shop.pass(3)
    const before = machine.life()
    const isCut = shop.random.below(2) === 0
    // Mostly while it is taken, which is some calls of the disk after the start.
    const call = shop.random.below(3) === 0 ? 1 + shop.random.below(100) : 26 + shop.random.below(16)
    if (isCut) machine.world.disk.cutPowerAfter(call)
    if (isCut) {
      const isWhole = await machine.putBack(image).then(
        () => true,
        () => false,
      )
      note(isWhole ? 'cut off afterwards' : 'cut off while it was taken')
      machine.world.disk.cutPowerAfter(Infinity)
      await machine.world.cutPower()
      await machine.open()
    } else await machine.putBack(image)
    const after = machine.life()
    if (!after.bytes.subarray(0, before.bytes.length).equals(before.bytes))
      return 'what the hub had was not taken whole'
    if (machine.isParted) return 'an image that nothing was written to is told of as another machine'
    note('taken')
    await machine.sell(2)
    return null
  },
  'sold-offline': async ({ shop, machines, note }) => {
    const machine = await opened(shop, machines)
    const image = machine.image()
    await machine.sell(1 + shop.random.below(3))
    await shop.pass(3)
    shop.hub.setAway('unreachable')
    await machine.putBack(image)
    await machine.sell(shop.random.below(4))
    shop.hub.setAway(null)
    // A start that hears the hub takes nothing that does not go on from here.
    if (shop.random.below(2) === 0) await machine.restart()
    await shop.pass(LONG)
    const found = await parted(machine, note)
    if (found !== null) return found
    if ((await machine.decide()) !== 2) return 'the new epoch is not the second'
    if (!(await machine.sell(2))) return 'a machine that goes on in a new epoch does not sell'
    if (shop.random.below(2) === 0) return null
    // The same image once more: it knows nothing of the epoch that was decided.
    await shop.pass(3)
    await machine.putBack(image)
    await shop.pass(LONG)
    const again = await parted(machine, note)
    if (again !== null) return again
    if ((await machine.decide()) !== 3) return 'the new epoch is not the third'
    await machine.sell(1)
    return null
  },
  'both-alive': async ({ shop, machines, note }) => {
    const one = await opened(shop, machines)
    if (shop.random.below(3) === 0) shop.hub.setAway('unreachable')
    const two = await shop.machine(one.image())
    machines.push(two)
    for (let move = 0; move < MOVES; move++) {
      const machine = shop.random.below(2) === 0 ? one : two
      const what = shop.random.below(8)
      if (what < 5) await machine.sell(1)
      else if (what === 5) shop.hub.setAway(shop.random.below(2) === 0 ? 'unreachable' : null)
      else if (what === 6) await machine.restart()
      else if (machine.isParted) note(`decided ${await machine.decide()}`)
      await shop.pass(1 + shop.random.below(shop.random.below(3) === 0 ? LONG : 4))
    }
    return null
  },
  restored: async ({ shop, machines, note }) => {
    const one = await opened(shop, machines)
    const wanted = [null, 2, 5][shop.random.below(3)] ?? null
    const { restored, sold } = await fromBackup(shop, one, wanted)
    machines.push(restored)
    if (shop.random.below(2) === 0) {
      one.leave()
      machines.splice(machines.indexOf(one), 1)
    }
    for (let move = 0; move < MOVES; move++) {
      const machine = machines[shop.random.below(machines.length)] ?? restored
      await machine.sell(1)
      await shop.pass(1 + shop.random.below(3))
    }
    note(`restored in ${restored.epoch}`)
    return restored.epoch === (wanted ?? 2) && sold > 0 ? null : `it was restored in epoch ${restored.epoch}`
  },
}

async function opened(shop: Stations, machines: Machine[]): Promise<Machine> {
  const machine = await shop.machine()
  machines.push(machine)
  await machine.sell(1 + shop.random.below(4))
  await shop.pass(3)
  return machine
}

/** Whether it knows, lets nothing be begun, and hears no wrong word. */
async function parted(machine: Machine, note: (what: string) => void): Promise<string | null> {
  const { parting } = machine.world.view()
  if (!parting) return 'a machine that has parted does not say so'
  note(parting.how)
  if (await machine.sell(1)) return 'a machine that has parted sells'
  const { receipt } = { receipt: machine.world.receipts.at(-1) ?? '' }
  const back = await machine.world.ask('authority.approve', {
    ...{ what: { act: 'void-paid', receipt }, reason: 'other', word: { manager: '11', voidPassword: VOID_PASSWORD } },
  })
  if (back.ok) {
    const { approval } = back.value as { approval: string }
    const undone = await machine.world.ask('sale.voidPaid', { receipt, reason: 'other', approval })
    if (undone.ok) return 'a machine that has parted gives money back'
  }
  return null
}

async function endAmiss(shop: Stations, machine: Machine, note: (what: string) => void): Promise<string | null> {
  // What is written now is sent, or found not to go on from what is there.
  await machine.line()
  await shop.pass(LONG)
  const is = await machine.line()
  await shop.pass(3)
  note(is)
  if (machine.isParted)
    return machine.world.view().parting?.decided
      ? null
      : is === 'fork' || is === 'superseded'
        ? null
        : `parted and ${is}`
  if (is === 'fork' || is === 'superseded') return `${is}, and it is not written down`
  if (is !== 'up-to-date') return `the line is ${is} in the end`
  const there = new Set<string>()
  for (const { payload } of shop.hub.messages()) {
    const bytes = Buffer.from(payload)
    for (let at = 0; at < bytes.length;) {
      const read = readLine(bytes, at)
      if (read.is !== 'line') break
      there.add(read.line.hash)
      at += read.line.bytes
    }
  }
  const lacks = machine.life().records.find(({ hash }) => !there.has(hash))
  return lacks ? `it is up to date, and the hub lacks record ${lacks.seq}` : null
}
