import { loadPcsc } from '#drivers/chip/pcsc-library'
import { makePcscReader } from '#drivers/chip/pcsc'
import type { Exchanged, PinAsked } from '#drivers/chip/port'
import { makeRealClock } from '#drivers/clock/real'
import { serveOutside } from './serving.ts'

/** Our driver on the system's service for chip cards, by the package at this path, at the reader so named. */
const [, , path = '', name = ''] = process.argv
const context = (await loadPcsc(() => import(path)))?.()
if (!context) throw new Error(`no package for PC/SC at ${path}`)

const reader = makePcscReader({
  context,
  clock: makeRealClock(),
  system: 'linux',
  isOurs: (each) => each.endsWith(name),
})
interface Exchange {
  /** In hex, as all bytes here. */
  readonly apdu: string
}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const said = (exchanged: Exchanged) =>
  exchanged.is === 'answer' ? { ...exchanged, data: hex(exchanged.data) } : exchanged

serveOutside({
  status: () => Promise.resolve(reader.status()),
  powerOn: async () => {
    const on = await reader.powerOn()
    return on.is === 'on' ? { ...on, atr: hex(on.atr) } : on
  },
  exchange: async (asked) => said(await reader.exchange(Buffer.from((asked as Exchange).apdu, 'hex'))),
  verifyPin: async (asked) => said(await reader.verifyPin(asked as PinAsked)),
  powerOff: async () => {
    await reader.powerOff()
    return null
  },
})
