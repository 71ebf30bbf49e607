import { textColumns } from '#domain/columns'
import { formatMoney, readMoney } from '#domain/money'
import type { PrinterMood } from '#drivers/bench/port'
import { FIRST_RUN } from '../world/people.ts'
import type { Answered, World } from '../world/world.ts'

type Verb = (world: World, words: readonly string[]) => Promise<string[]>

/** What a story may say. Each verb does it as a person or the world would, and tells what came of it. */
const VERBS: Readonly<Record<string, Verb>> = {
  begin: async (world) => shown(world, await world.ask('operators.begin', FIRST_RUN)),
  scan: async (world, [code = '']) => {
    world.scanner.scan(code)
    await world.settle()
    return shown(world, null)
  },
  type: async (world, [code = '']) => shown(world, await world.ask('sale.scan', { code })),
  pick: async (world, [sku = '', quantity = '1']) =>
    shown(world, await world.ask('sale.add', { sku, quantity: Number(quantity) })),
  quantity: async (world, [line = '', quantity = '']) =>
    shown(world, await world.ask('sale.setQuantity', { line: Number(line), quantity: Number(quantity) })),
  remove: async (world, [line = '']) => shown(world, await world.ask('sale.removeLine', { line: Number(line) })),
  cash: async (world, [given = '']) =>
    shown(world, await world.ask('sale.payCash', { due: world.view().sale?.total ?? 0, given: readMoney(given) })),
  'cash-seeing': async (world, [due = '', given = '']) =>
    shown(world, await world.ask('sale.payCash', { due: readMoney(due), given: readMoney(given) })),
  find: async (world, [receipt = '']) => shown(world, await world.ask('sale.find', { receipt: named(world, receipt) })),
  void: async (world, [receipt = '', manager = '', voidPassword = '']) => {
    const reason = 'wrong-goods'
    return shown(
      world,
      await world.ask('sale.voidPaid', { receipt: named(world, receipt), reason, manager, voidPassword }),
    )
  },
  wait: (world, [seconds = '']) => world.clock.advance(Number(seconds) * 1000).then(() => []),
  printer: async (world, [mood = '']) => {
    world.printer.setMood(mood as PrinterMood) // a story's own word; the printer's twin knows it or the story fails
    return Promise.resolve([])
  },
  paper: (world) => Promise.resolve(world.printer.sheets.splice(0).flatMap((sheet) => ['┌', ...sheet, '└'])),
  restart: async (world) => {
    await world.kill()
    return [...(await world.open()), ...shown(world, null)]
  },
  'cut-power': async (world) => {
    await world.cutPower()
    return [...(await world.open()), ...shown(world, null)]
  },
}

/** `last` stands for the receipt number given last, so that stories need not know numbers. */
const named = (world: World, receipt: string) => (receipt === 'last' ? (world.receipts.at(-1) ?? '') : receipt)

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
  for (const line of view.sale?.lines ?? []) {
    const name = line.name + ' '.repeat(Math.max(1, 28 - textColumns(line.name)))
    lines.push(`line ${line.line}  ${name}${line.quantity} × ${formatMoney(line.price)}  ${formatMoney(line.amount)}`)
  }
  if (view.sale) lines.push(`due ${formatMoney(view.sale.total)}`)
  if (view.paid) {
    const { receipt, total, change, print, voided } = view.paid
    const mark = voided ? ` voided by ${voided.manager}` : ''
    lines.push(`paid ${receipt} ${formatMoney(total)} change ${formatMoney(change)} slip ${print}${mark}`)
  }
  if (view.found) {
    const { receipt, total, voided, print } = view.found
    lines.push(`found ${receipt} ${formatMoney(total)} slip ${print}${voided ? ` voided by ${voided.manager}` : ''}`)
  }
  for (const each of view.managers.filter(({ triesLeft }) => triesLeft < 5)) {
    const seconds = (each.lockedUntilMs - world.clock.nowMs()) / 1000
    lines.push(`manager ${each.number} tries left ${each.triesLeft}${seconds > 0 ? ` after ${seconds} s` : ''}`)
  }
  return lines
}
