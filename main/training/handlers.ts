import type { Handlers } from '#contract'
import { done, refused } from '#domain/result'
import type { Bench } from '#drivers/bench/port'
import type { CatalogueGoods } from '../catalogue/catalogue.ts'

/** Goods the panel offers: every so many of the catalogue, so that they come from all over the shop. */
const OFFERED = 8

/** The training panel's hands at the virtual devices; in live there are none, and every call is refused. */
export function trainingHandlers(bench: Bench | null, goods: readonly CatalogueGoods[]): Handlers['training'] {
  const atBench = (act: (bench: Bench) => void) => {
    if (!bench) return Promise.resolve(refused('not-in-training'))
    act(bench)
    return Promise.resolve(done({}))
  }
  return {
    scan: ({ code }) => atBench((there) => there.scan(code)),
    setPrinter: ({ mood }) => atBench((there) => there.setPrinter(mood)),
    shutDrawer: () => atBench((there) => there.shutDrawer()),
    codes: () => {
      if (!bench) return Promise.resolve(refused('not-in-training'))
      const withCode = goods.flatMap(({ code, name }) => (code === null ? [] : [{ code, name }]))
      const step = Math.max(1, Math.floor(withCode.length / OFFERED))
      return Promise.resolve(done({ goods: withCode.filter((_, i) => i % step === 0).slice(0, OFFERED) }))
    },
  }
}
