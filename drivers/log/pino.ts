import type { Log, LogFields } from './port.ts'
import { join } from 'node:path'
import { pino } from 'pino'

/** Writes JSON lines to `folder/station.log`. The fields are the port's allow-list, copied one by one. */
export function makeLog(folder: string): Log {
  const to = pino.destination({ dest: join(folder, 'station.log'), mkdir: true, sync: true, mode: 0o600 })
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, to)
  const allowed = ({ incident, call, why, receipt, sequence, version }: LogFields): LogFields =>
    JSON.parse(JSON.stringify({ incident, call, why, receipt, sequence, version })) as LogFields // a copy of the same shape
  return {
    note: (what, fields = {}) => logger.info(allowed(fields), what),
    fault: (what, cause, fields = {}) =>
      logger.error({ ...allowed(fields), cause: cause instanceof Error ? cause.stack : String(cause) }, what),
  }
}

/** For tests and tools that keep no log: says nothing. */
export const SILENT: Log = { note: () => undefined, fault: () => undefined }
