import { textColumns } from '#domain/columns'
import { formatMoney, readMoney } from '#domain/money'
import { formatQuantity } from '#domain/sale'
import type { LockView } from '#contract/people-view'
import type { PrinterMood } from '#drivers/bench/port'
import { AS_CASHIER, AS_MANAGER, CASHIER, SECOND_MANAGER, staff, undo, voidOf } from '../world/people.ts'
import { cardVerbs } from './card-verbs.ts'
import { forkVerbs } from './fork-verbs.ts'
import { holdVerbs } from './hold-verbs.ts'
import { postingVerbs } from './posting-verbs.ts'
import { scanVerbs } from './scan-verbs.ts'
import { moneyVerbs, shownMoney, shownReturns } from './money-verbs.ts'
import { changeSetting } from '../world/settings.ts'
import type { Answered, World } from '../world/world.ts'

type Verb = (world: World, words: readonly string[]) => Promise<string[]>

/** What a story may say. Each verb does it as a person or the world would, and tells what came of it. */
const VERBS: Readonly<Record<string, Verb>> = {
  /** Manager 11 sets the station up and adds cashier 03, who signs in. */
  begin: async (world) => {
    await staff(world.ask)
    return shown(world, null)
  },
  'sign-in': async (world, [number = '', password = PASSWORDS[number]]) =>
    shown(world, await world.ask('operators.signIn', { number, password })),
  lock: async (world) => shown(world, await world.ask('operators.lock', {})),
  add: async (world, [number = '']) => {
    const input = number === SECOND_MANAGER.number ? SECOND_MANAGER : { ...CASHIER, number }
    return shown(world, await world.ask('operators.add', input))
  },
  unlock: async (world, [number = '']) => shown(world, await world.ask('operators.unlock', { number })),
  /** Sets the machine's clock by so many hours. */
  clock: async (world, [hours = '']) => {
    world.clock.set(world.clock.nowMs() + Number(hours) * 3_600_000)
    return Promise.resolve(shown(world, null))
  },
  scan: async (world, [code = '']) => {
    world.scanner.scan(named(world, code))
    await world.settle()
    return shown(world, null)
  },
  type: async (world, [code = '']) => shown(world, await world.ask('sale.scan', { code })),
  pick: async (world, [sku = '', quantity = '1']) =>
    shown(world, await world.ask('sale.add', { sku, quantity: Number(quantity) })),
  quantity: async (world, [line = '', quantity = '']) =>
    shown(world, await world.ask('sale.setQuantity', { line: Number(line), quantity: Number(quantity) })),
  remove: async (world, [line = '']) => shown(world, await world.ask('sale.removeLine', { line: Number(line) })),
  price: async (world, [line = '', price = '']) =>
    shown(world, await world.ask('sale.setPrice', { line: Number(line), price: readMoney(price) })),
  discount: async (world, [line = '', off = '']) => {
    const of = line === 'sale' ? null : Number(line)
    return shown(world, await world.ask('sale.setDiscount', { line: of, discount: discountOf(off) }))
  },
  park: async (world) => shown(world, await world.ask('sale.park', {})),
  recall: async (world, [slot = '']) => shown(world, await world.ask('sale.recall', { slot: Number(slot) })),
  cancel: async (world) => shown(world, await world.ask('sale.cancel', {})),
  reprint: async (world, [receipt = '', slip = 'sale']) =>
    shown(world, await world.ask('sale.reprint', { receipt: named(world, receipt), slip })),
  cash: async (world, [given = '']) =>
    shown(world, await world.ask('sale.payCash', { due: world.view().sale?.cashDue ?? 0, given: readMoney(given) })),
  'cash-seeing': async (world, [due = '', given = '']) =>
    shown(world, await world.ask('sale.payCash', { due: readMoney(due), given: readMoney(given) })),
  find: async (world, [receipt = '']) => shown(world, await world.ask('sale.find', { receipt: named(world, receipt) })),
  void: async (world, [receipt = '', manager = '', voidPassword = '']) => {
    const wished = voidOf(named(world, receipt), voidPassword, manager)
    return shown(world, await undo(world.ask, { ...wished, reason: 'wrong-goods' }))
  },
  ...moneyVerbs(shown, named),
  ...cardVerbs(shown),
  ...holdVerbs(shown),
  ...scanVerbs(shown),
  ...postingVerbs(shown),
  ...forkVerbs(shown),
  wait: (world, [seconds = '']) => world.clock.advance(Number(seconds) * 1000).then(() => []),
  printer: async (world, [mood = '']) => {
    world.printer.setMood(mood as PrinterMood) // a story's own word; the printer's twin knows it or the story fails
    return Promise.resolve([])
  },
  paper: (world) =>
    Promise.resolve(world.printer.sheets.splice(0).flatMap((sheet) => ['┌', ...sheet.map(masked), '└'])),
  restart: async (world) => {
    await world.kill()
    return [...(await world.open()), ...shown(world, null)]
  },
  setting: async (world, [key = '', value = '']) => {
    await world.kill()
    await changeSetting(world.disk.process(), key, JSON.parse(value))
    return [...(await world.open()), ...shown(world, null)]
  },
  'cut-power': async (world) => {
    await world.cutPower()
    return [...(await world.open()), ...shown(world, null)]
  },
}

/**
 * A hash says nothing to who reads a story, and changes with every word of a record; an empty line would end what a
 * group of commands did.
 */
const masked = (line: string): string =>
  (line === '' ? '│' : line).replace(/(流水|Journal) (\d+)-[\w-]{8}/, '$1 $2-########')

/** `15%`, `2.50`, or `none`. */
function discountOf(text: string) {
  if (text === 'none') return null
  if (text.endsWith('%')) return { is: 'permille', permille: Number(text.slice(0, -1)) * 10 }
  return { is: 'amount', amount: readMoney(text) }
}

/** What each signs in with where a story does not say. */
const PASSWORDS: Readonly<Record<string, string>> = {
  [AS_CASHIER.number]: AS_CASHIER.password,
  [AS_MANAGER.number]: AS_MANAGER.password,
  [SECOND_MANAGER.number]: SECOND_MANAGER.password,
}

/** `last` stands for the receipt number given last, so that stories need not know numbers. */
function named(world: World, receipt: string): string {
  if (receipt !== 'last') return receipt
  // One that a card paid was named by no answer.
  return [...world.receipts, world.view().paid?.receipt ?? ''].sort().at(-1) ?? ''
}

export async function perform(world: World, command: string): Promise<string[]> {
  const [verb = '', ...words] = command.split(' ').filter((word) => word !== '')
  const act = VERBS[verb]
  if (!act) throw new Error(`a story can not "${verb}"`)
  return act(world, words)
}

/** The answer if it was a refusal, then what the cashier sees, in a few words. */
function shown(world: World, answer: Answered | null): string[] {
  const view = world.view()
  const lines: string[] = []
  if (answer && !answer.ok) lines.push(`refused ${answer.why}`)
  if (view.notice) lines.push(`notice ${view.notice.why} ${view.notice.text}`)
  if (view.stage !== 'selling') lines.push(`stage ${view.stage}`)
  else if (view.operator?.number !== AS_CASHIER.number) lines.push(`on duty ${view.operator?.number ?? ''}`)
  for (const line of view.sale?.lines ?? []) {
    const name = line.name + ' '.repeat(Math.max(1, 28 - textColumns(line.name)))
    const off = line.off > 0 ? `  (${formatMoney(line.off)} off)` : ''
    const price = `${formatQuantity(line)} × ${formatMoney(line.price)}`
    lines.push(`line ${line.line}  ${name}${price}  ${formatMoney(line.amount)}${off}`)
  }
  if (view.sale) {
    const { total, cashDue, off } = view.sale
    if (off > 0) lines.push(`sale ${formatMoney(off)} off`)
    lines.push(`due ${formatMoney(total)}${cashDue === total ? '' : `, in cash ${formatMoney(cashDue)}`}`)
  }
  lines.push(...shownMoney(view))
  for (const { slot, count, total } of view.parked) lines.push(`parked ${slot}: ${count} for ${formatMoney(total)}`)
  if (view.owed > 0) lines.push(`slips owed ${view.owed}`)
  if (view.paid) {
    const { receipt, total, change, print, voided } = view.paid
    const mark = voided ? ` voided by ${voided.manager}` : ''
    lines.push(`paid ${receipt} ${formatMoney(total)} change ${formatMoney(change)} slip ${print}${mark}`)
    lines.push(...shownReturns(view.paid))
  }
  if (view.found) {
    const { receipt, total, voided, print } = view.found
    lines.push(`found ${receipt} ${formatMoney(total)} slip ${print}${voided ? ` voided by ${voided.manager}` : ''}`)
  }
  for (const person of view.people) {
    lines.push(...locked(`${person.number} login`, person.login), ...locked(`${person.number} void`, person.void))
  }
  return lines
}

/** How a secret stands that was entered wrongly last. */
function locked(what: string, lock: LockView | null): string[] {
  if (!lock || (lock.triesLeft === 5 && lock.is === 'open')) return []
  const seconds = lock.lockedForMs > 0 ? ` ${lock.lockedForMs / 1000} s` : ''
  return [`${what} ${lock.is === 'open' ? `tries left ${lock.triesLeft}` : `${lock.is}${seconds}`}`]
}
