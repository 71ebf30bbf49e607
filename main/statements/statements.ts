import type { Handlers } from '#contract'
import { openPayments } from '#domain/payments'
import { done, refused } from '#domain/result'
import { mayTryAgain } from '#domain/settling'
import { DiskFault } from '#drivers/disk/port'
import type { LookUp } from '#drivers/payment/port'
import { numberOf } from '#drivers/scanpay/orders'
import { makeAlone } from '../alone.ts'
import type { Ports } from '../payment/ports.ts'
import { checkStatement, type CheckingParts } from './checking.ts'
import type { StatementFiles } from './folder.ts'
import { STATEMENT_BYTES_MAX } from './read-statement.ts'

export interface StatementsParts extends CheckingParts {
  readonly files: StatementFiles
  readonly ports: Ports
  readonly tryAgain: Handlers['payments']['tryAgain']
  /** Aborted when the station closes. */
  readonly closing: AbortSignal
}

/** A manager’s look at what the platform says of a day. One thing at a time: each may take a while. */
export function statementsHandlers(parts: StatementsParts): Handlers['statements'] {
  const { files, log } = parts
  const desk = makeAlone()
  const alone = async <Value>(work: () => Promise<Value>) => (await desk.take(work)) ?? refused('statement-busy')
  return {
    list: async () => {
      try {
        return done({ folder: files.folder, files: [...(await files.list())] })
      } catch (cause) {
        if (!(cause instanceof DiskFault)) throw cause
        log.fault('the folder for statements can not be read', cause)
        return refused('no-statement-folder')
      }
    },
    check: ({ name }) =>
      alone(async () => {
        const bytes = await files.read(name, STATEMENT_BYTES_MAX + 1)
        return bytes === null ? refused('no-such-statement') : checkStatement(parts, bytes)
      }),
    ask: (asked, txn) => alone(() => ask(parts, asked, txn)),
  }
}

type Asked = Parameters<Handlers['statements']['ask']>[0]
type Says = 'paid' | 'not-paid' | 'open' | 'not-found' | 'nothing'
const SAYS: Readonly<Record<LookUp['is'], Says>> = {
  ...{ approved: 'paid', declined: 'not-paid', 'still-open': 'open', 'not-found': 'not-found' },
  ...{ 'not-sent': 'nothing', silence: 'nothing' },
}

/** As a payment, whatever gives back of it: to ask after a refund would be to ask for it again. */
async function ask({ ports, closing, acts, tryAgain }: StatementsParts, { order, amount }: Asked, txn: string) {
  const port = ports.scanpay
  if (!port) return refused('no-scan-platform')
  const said = await port.lookUp({ kind: 'pay', attempt: order, amount, of: null }, closing)
  const open = openPayments(acts.till().payments).find(({ payment }) => numberOf(payment.attempt) === order)?.payment
  // One that is being undone is left to whoever undoes it: trying that again moves money.
  const settles = said.is === 'approved' && open?.at === 'unknown' && mayTryAgain(open)
  const settling = settles ? (await tryAgain({ attempt: open.attempt }, txn)).ok : false
  return done({ says: SAYS[said.is], why: said.is === 'declined' ? said.why : null, settling })
}
