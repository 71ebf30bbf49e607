/**
 * The system asks to end (a log-off, a terminal's Ctrl+C, a service stopping): the station saves, then the windows
 * close, then the process ends. Asked twice, it still saves once.
 */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
/** Longer than any save may take; a station that cannot save in this time has said so on the screen. */
export const ENDING_LIMIT_MS = 30_000

let act: (() => Promise<void>) | null = null
let asked = false

async function end(): Promise<void> {
  if (asked) return
  asked = true
  setTimeout(() => process.exit(1), ENDING_LIMIT_MS).unref()
  await act?.()
  process.exit()
}

/** The newest caller is the one that counts: a shell that was started again. */
export function onEnding(save: () => Promise<void>, stop: () => Promise<void>): void {
  if (!act) for (const signal of SIGNALS) process.on(signal, () => void end())
  act = async () => {
    await save()
    await stop()
  }
}
