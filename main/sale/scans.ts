import type { Handlers } from '#contract'
import { isHeadOfficeCode } from '#domain/head-office-code'
import type { Operator } from '#domain/till'
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
  /** Takes codes of head office from whoever may enter one; they may not sell. */
  readonly codes: {
    readonly operator: () => Operator | null
    readonly enter: Handlers['activation']['enter']
  }
  /** Tells the cashier why a scan came to nothing; there is no call that waits for the answer. */
  readonly notice: (why: string, code: string) => void
}

/** Each code the scanner gives is one act, as if the cashier had typed it. */
export function receiveScans({ scanner, random, log, scan, selling, codes, notice }: ScansParts): void {
  scanner.onScan((code) => {
    const role = codes.operator()?.role
    const enters = isHeadOfficeCode(code) && (role === 'manager' || role === 'it')
    if ((!selling() && !enters) || code.trim() === '') return
    const entering = enters ? codes.enter({ code }, random.id()) : scan({ code }, random.id())
    entering
      .then((answer) => {
        // A payment code is money, and a code of head office opens something: they are shown to nobody.
        const isMoneys = !answer.ok && (answer.why === 'payment-open' || answer.why === 'not-a-payment-code')
        const secret = isHeadOfficeCode(code) || isMoneys
        if (!answer.ok) notice(answer.why, secret ? '' : code)
      })
      .catch((cause: unknown) => {
        // No call waits for this one's answer, so the cashier is told here what the door would have said.
        log.fault('a scan failed', cause)
        notice('fault', isHeadOfficeCode(code) ? '' : code)
      })
  })
}
