import { makePrinterElsewhere } from '#drivers/printer/elsewhere'
import { isNews, type Printer } from '#drivers/printer/port'
import type { Scanner } from '#drivers/scanner/port'
import type { DeviceStateView } from '#contract/devices'
import { z } from 'zod'
import type { Program } from './program.ts'

/** The printer that is assigned, or else the station's own. */
export function eitherPrinter(own: Printer, program: Program, isAssigned: () => boolean): Printer {
  const listeners: (() => void)[] = []
  const tell = () => {
    for (const listener of listeners) listener()
  }
  own.onStatus(tell)
  let elsewhere: Printer | null = null
  program.onBegun((process) => {
    elsewhere = makePrinterElsewhere(process, own.columns)
    elsewhere.onStatus(tell)
  })
  const now = () => (isAssigned() && elsewhere ? elsewhere : own)
  return {
    columns: own.columns,
    status: () => now().status(),
    tells: () => now().tells(),
    details: () => now().details(),
    onStatus: (listener) => void listeners.push(listener),
    watch: own.watch,
    print: (job) => now().print(job),
    openDrawer: () => now().openDrawer(),
  }
}

/** Opens the cash drawer. False: it may have stayed shut, and somebody should hear of it. */
export type OpenDrawer = () => Promise<boolean>

/** A pulse that takes longer than its driver's own limit is none. */
const DRAWER_MS = 5_000

/** The drawer on a plug of its own where one is assigned, or else that on the printer's kick socket. */
export const eitherDrawer =
  (printer: Printer, program: Program, isAssigned: () => boolean): OpenDrawer =>
  async () => {
    if (!isAssigned()) return !isNews(await printer.openDrawer(), printer)
    const called = await program.running()?.call('drawer.open', null, DRAWER_MS)
    return called?.is === 'answer' && called.value === 'given'
  }

/** Whatever is scanned, by the station's own scanner or by those that are plugged in. */
export function anyScanner(
  own: Scanner,
  codes: (listener: (code: string) => void) => void,
  assigned: () => readonly (z.infer<typeof DeviceStateView> | null)[],
): Scanner {
  return {
    // One that works is enough.
    status: () => {
      const states = assigned()
      return states.length === 0 ? own.status() : states.includes('ready') ? 'ready' : 'absent'
    },
    onScan: (listener) => {
      own.onScan(listener)
      codes(listener)
    },
  }
}
