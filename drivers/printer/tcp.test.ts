import { makeRealClock } from '#drivers/clock/real'
import { afterEach, describe, expect, it } from 'vitest'
import { startNetworkPrinter, type NetworkPrinter } from '../../tests/world/network-printer.ts'
import { makeEscposPrinter } from './escpos.ts'
import type { PrintCommand } from './port.ts'
import { makeTcpConnect } from './tcp.ts'

const line = (text: string): PrintCommand => ({ do: 'line', text, align: 'centre', size: 'large', bold: true })
const SLIP = [line('小麦便利店'), { do: 'qr', content: 'S01-1-000001O' }, { do: 'cut' }] as const
const PAPER = ['           小麦便利店', '       [QR S01-1-000001O]']
const job = { id: 'S01-1-000001O/sale/0', commands: SLIP }

/** Two hundred times as fast as life, so that a test sees a limit pass. */
const FASTER = 200
const clock = makeRealClock()
const quick = (ms: number, signal?: AbortSignal) => clock.wait(Math.ceil(ms / FASTER), signal)

const plugged: NetworkPrinter[] = []
afterEach(async () => {
  for (const each of plugged.splice(0)) await each.unplug()
})

async function networkPrinter(meets?: Parameters<typeof startNetworkPrinter>[1]) {
  const there = await startNetworkPrinter(32, meets)
  plugged.push(there)
  const printer = (wait = clock.wait) =>
    makeEscposPrinter({ connect: makeTcpConnect({ host: '127.0.0.1', port: there.port }, wait), wait, columns: 32 })
  return { ...there, printer }
}

describe('a printer on the network', () => {
  it('prints slips one after another, and opens the drawer', async () => {
    const { firmware, printer } = await networkPrinter()
    const one = printer()
    expect(await Promise.all([one.openDrawer(), one.print(job), one.print(job)])).toEqual(Array(3).fill('printed'))
    expect(firmware.sheets()).toEqual([PAPER, PAPER])
    expect([firmware.drawerOpenings(), firmware.complaints()]).toEqual([1, []])
  })

  it('refuses without paper, having sent nothing, and still opens the drawer', async () => {
    const { firmware, printer } = await networkPrinter()
    firmware.set('paper-out')
    const one = printer()
    expect([await one.print(job), one.status(), await one.openDrawer()]).toEqual(['refused', 'paper-out', 'printed'])
    firmware.set('fine')
    firmware.goOn()
    expect([firmware.sheets(), firmware.drawerOpenings()]).toEqual([[], 1])
  })

  it('does not know of a slip that a printer died over', async () => {
    const { printer, firmware } = await networkPrinter((socket, bytes) => {
      if (bytes.length < 20) return 'go-on'
      firmware.take(bytes.subarray(0, 40))
      socket.resetAndDestroy()
      return 'spoilt'
    })
    expect(await printer().print(job)).toBe('unknown')
    expect(firmware.sheets()).toEqual([PAPER.slice(0, 1)])
  })

  it('refuses where the connection is lost while the printer is asked', async () => {
    const { printer } = await networkPrinter((socket) => {
      socket.destroy()
      return 'spoilt'
    })
    const one = printer()
    expect([await one.print(job), one.status()]).toEqual(['refused', 'fault'])
  })

  it('refuses where nobody listens', async () => {
    const { printer, unplug } = await networkPrinter()
    await unplug()
    const one = printer()
    expect([await one.print(job), one.status()]).toEqual(['refused', 'absent'])
  })

  it('refuses where somebody listens and says nothing, and does not know of a slip whose end is not told', async () => {
    let silent = true
    const { printer, firmware } = await networkPrinter((_socket, bytes) =>
      silent || bytes.length > 20 ? 'spoilt' : 'go-on',
    )
    const one = printer(quick)
    expect([await one.print(job), one.status()]).toEqual(['refused', 'fault'])
    silent = false
    expect([await one.print(job), one.status()]).toEqual(['unknown', 'ready'])
    expect(firmware.sheets()).toEqual([])
  })
})
