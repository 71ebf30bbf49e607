import { LogFile } from './file.ts'
import type { Log, LogFields } from './port.ts'
import { join } from 'node:path'
import { pino } from 'pino'

/** Writes JSON lines to `folder/station.log`. The fields are the port's allow-list, copied one by one. */
export function makeLog(folder: string): Log {
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const logger = pino(options, new LogFile(join(folder, 'station.log')))
  return {
    note: (what, fields = {}) => logger.info(allowed(fields), what),
    fault: (what, cause, fields = {}) =>
      logger.error({ ...allowed(fields), cause: cause instanceof Error ? cause.stack : String(cause) }, what),
  }
}

/** A copy of the same shape, without what was passed as undefined. */
const allowed = ({ incident, call, why, receipt, sequence, version }: LogFields): LogFields =>
  JSON.parse(JSON.stringify({ incident, call, why, receipt, sequence, version })) as LogFields

/** For tests and tools that keep no log: says nothing. */
export const SILENT: Log = { note: () => undefined, fault: () => undefined }
