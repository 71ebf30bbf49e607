import { makeRealClock } from '#drivers/clock/real'
import { runDeviceHost } from '#drivers/devices/host'
import type { Gadget } from '#drivers/gadget/port'
import { makeUsbPrinter } from '#drivers/gadget/printer'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { forkedParent } from '#drivers/process/fork'
import { appendFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'

/**
 * The program that drives the devices with a USB printer plugged in, whose paper outlives it: each sheet is a line of
 * the file that is named, there as soon as the knife has fallen and before anybody is told. A slip goes to the printer
 * in one piece, so whatever is on paper has been cut.
 */
const paper = process.argv[2] ?? ''
const COLUMNS = 48
/** So much sooner all waits are over: the drivers wait for seconds to be sure that nothing more is said. */
const SOONER = 40
/** It takes so long over a piece before any of it is on paper, and again before it answers, ms. */
const TAKE_MS = 3

const real = makeRealClock()
const clock = { ...real, wait: (ms: number, stop?: AbortSignal) => real.wait(ms / SOONER, stop) }
const inside = makeUsbPrinter({ columns: COLUMNS })
let cut = 0
const gadget: Gadget = {
  ...inside.gadget,
  out: async (endpoint, bytes, stop) => {
    await real.wait(TAKE_MS, stop)
    const taken = inside.gadget.out(endpoint, bytes, stop)
    const sheets = inside.firmware.sheets()
    for (const sheet of sheets.slice(cut)) appendFileSync(paper, `${JSON.stringify(sheet)}\n`)
    cut = sheets.length
    return taken
  },
  in: async (endpoint, bytes, stop) => {
    const said = await inside.gadget.in(endpoint, bytes, stop)
    await real.wait(TAKE_MS)
    return said
  },
}
const sockets = makeVirtualSockets(clock)
sockets.plug(gadget, '1-1')
runDeviceHost(forkedParent(), { pipes: sockets.pipes, clock, practice: null })
// It may be killed before it ends, which is when that is written by itself.
flushCompileCache()
