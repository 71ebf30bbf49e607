import type { Handlers } from '#contract'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Scanner } from '#drivers/scanner/port'

export interface ScansParts {
  readonly scanner: Scanner
  readonly random: Random
  readonly log: Log
  readonly scan: Handlers['sale']['scan']
  /** Whether somebody is selling: until then a scan is nobody's. */
  readonly selling: () => boolean
  /** Tells the cashier why a scan came to nothing; there is no call that waits for the answer. */
  readonly notice: (why: string, code: string) => void
}

/** Each code the scanner gives is one act, as if the cashier had typed it. */
export function receiveScans({ scanner, random, log, scan, selling, notice }: ScansParts): void {
  scanner.onScan((code) => {
    if (!selling() || code.trim() === '') return
    scan({ code }, random.id())
      .then((answer) => {
        // A payment code is money: it is shown to nobody.
        if (!answer.ok) notice(answer.why, answer.why === 'payment-open' ? '' : code)
      })
      .catch((cause: unknown) => {
        // No call waits for this one's answer, so the cashier is told here what the door would have said.
        log.fault('a scan failed', cause)
        notice('fault', code)
      })
  })
}
