import { call } from './define.ts'
import { Nothing } from './shapes.ts'

/** The records and their backups, for managers. What becomes of what was begun, the view says. */
export const records = {
  /** Begins a check of all records, beside the selling. */
  check: call({ by: 'manager', changes: false, takes: Nothing, gives: Nothing, refuses: ['check-running'] }),
  stopCheck: call({ by: 'manager', changes: false, takes: Nothing, gives: Nothing, refuses: ['no-check'] }),
  /** Begins a backup now. */
  backUp: call({
    ...{ by: 'manager', changes: false, takes: Nothing, gives: Nothing },
    refuses: ['backup-running', 'no-backup-key', 'backup-trouble'],
  }),
}
