import type { Handlers } from '#contract'
import { gtinCheckDigit } from '#domain/barcode'
import { done, refused } from '#domain/result'
import type { Bench } from '#drivers/bench/port'
import type { StartedDevices } from '../devices/devices.ts'
import type { CatalogueGoods } from '../catalogue/catalogue.ts'

/** Goods the panel offers: every so many of the catalogue, so that they come from all over the shop. */
const OFFERED = 7
const LABELS_OFFERED = 1

const some = <Each>(all: readonly Each[], many: number): Each[] =>
  all.filter((_, i) => i % Math.max(1, Math.floor(all.length / many)) === 0).slice(0, many)

/** The training panel's hands at the virtual devices; in live there are none, and every call is refused. */
export function trainingHandlers(
  bench: Bench | null,
  goods: readonly CatalogueGoods[],
  { practise }: Pick<StartedDevices, 'practise'>,
): Handlers['training'] {
  const atBench = (act: (bench: Bench) => void) => {
    if (!bench) return Promise.resolve(refused('not-in-training'))
    act(bench)
    return Promise.resolve(done({}))
  }
  return {
    scan: ({ code }) => atBench((there) => there.scan(code)),
    setPrinter: ({ mood }) => atBench((there) => there.setPrinter(mood)),
    setPayments: ({ method, mood }) => atBench((there) => there.setPayments(method, mood)),
    setMessenger: ({ mood }) => atBench((there) => there.setMessenger(mood)),
    setCustomer: (manner) => atBench(({ customer }) => customer?.choose(manner)),
    customer: ({ does }) => atBench(({ customer }) => customer?.act(does)),
    setPayer: ({ customer }) => atBench(({ payer }) => payer?.choose(customer)),
    payer: ({ does }) =>
      atBench(({ payer, scan }) => {
        if (!payer) return
        if (does === 'shows') scan(payer.code())
        else payer.act(does)
      }),
    statement: async () => {
      if (!bench?.payer) return refused('not-in-training')
      return (await bench.payer.giveStatement()) ? done({}) : refused('no-statement-folder')
    },
    neighbourAsks: () => atBench(({ neighbour }) => neighbour?.ask()),
    neighbourAnswers: ({ manager, says }) => atBench(({ neighbour }) => neighbour?.answer(manager, says)),
    plug: ({ gadget, isIn }) => atBench(() => practise('plug', { name: gadget, isIn })),
    use: ({ gadget, text }) => atBench(() => practise('use', { name: gadget, text })),
    shutDrawer: () => atBench((there) => there.shutDrawer()),
    codes: () => {
      if (!bench) return Promise.resolve(refused('not-in-training'))
      const withCode = goods.flatMap(({ code, name }) => (code === null ? [] : [{ code, name }]))
      const weighed = goods.flatMap(({ item, name }) => (item === null ? [] : [{ code: labelOf(item), name }]))
      return Promise.resolve(done({ goods: [...some(withCode, OFFERED), ...some(weighed, LABELS_OFFERED)] }))
    },
  }
}

/** What the scales would stick on 532 g of it, by the rule shops have unless they set another. */
function labelOf(item: string): string {
  const digits = `22${item.padStart(5, '0')}00532`
  return `${digits}${gtinCheckDigit(digits)}`
}
