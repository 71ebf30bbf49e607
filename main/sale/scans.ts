import type { Handlers } from '#contract'
import type { Random } from '#drivers/random/port'
import type { Scanner } from '#drivers/scanner/port'

export interface ScansParts {
  readonly scanner: Scanner
  readonly random: Random
  readonly scan: Handlers['sale']['scan']
  /** Whether somebody is selling: until then a scan is nobody's. */
  readonly selling: () => boolean
  /** Tells the cashier why a scan came to nothing; there is no call that waits for the answer. */
  readonly notice: (why: string, code: string) => void
}

/** Each code the scanner gives is one act, as if the cashier had typed it. */
export function receiveScans({ scanner, random, scan, selling, notice }: ScansParts): void {
  scanner.onScan((code) => {
    if (!selling() || code.trim() === '') return
    void scan({ code }, random.id()).then((answer) => {
      if (!answer.ok) notice(answer.why, code)
    })
  })
}
