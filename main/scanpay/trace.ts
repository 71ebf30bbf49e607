import type { Log } from '#drivers/log/port'
import type { ExchangeTrace } from '#drivers/scanpay/transport'

/** A line of the log for each exchange: what the platform's people find it by. */
export const noteIn =
  (log: Pick<Log, 'note'>) =>
  ({ path, end, status, code, traceId }: ExchangeTrace): void =>
    log.note(
      `the payment platform: ${path}: ${end}, ${status ?? 'no status'}, ${code ?? 'no code'}, ${traceId ?? 'no trace'}`,
    )
