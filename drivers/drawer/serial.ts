import type { Clock } from '../clock/port.ts'
import type { Found, Pipes, SerialOptions } from '../pipe/port.ts'
import type { Drawer } from './port.ts'

/** From the hand at the key to the pulse: what takes longer comes when nobody expects it any more. */
export const OPEN_MS = 2_000
const WRITE_MS = 1_000

export interface SerialDrawerParts {
  readonly serial: Pipes['serial']
  /** Which of those plugged in it is; null while it is not. */
  readonly pick: (found: readonly Found[]) => Found | null
  readonly options: SerialOptions
  /** What opens it, as its sheet says: one byte in most, and which one hardly ever matters. */
  readonly pulse: Uint8Array
  readonly wait: Clock['wait']
}

/** A trigger or relay on a serial line, opened for each pulse: one that is unplugged meanwhile is just refused. */
export function makeSerialDrawer({ serial, pick, options, pulse, wait }: SerialDrawerParts): Drawer {
  async function give(late: AbortSignal): Promise<'refused' | 'unknown'> {
    const found = pick(await serial.list())
    const opened = found && (await serial.open(found, options))
    if (!opened?.ok) return 'refused'
    // Too late to be wanted: the drawer stays shut.
    const sent = late.aborted ? 'none' : await opened.line.write(pulse, WRITE_MS)
    await opened.line.close()
    return sent === 'none' ? 'refused' : 'unknown'
  }
  return {
    open: async () => {
      const [late, ended] = [new AbortController(), new AbortController()]
      const limit = wait(OPEN_MS, ended.signal).then(
        () => {
          late.abort()
          return 'unknown' as const
        },
        () => 'unknown' as const,
      )
      try {
        return await Promise.race([give(late.signal), limit])
      } finally {
        ended.abort()
      }
    },
  }
}
