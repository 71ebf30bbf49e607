import type { DiskTrouble } from '#drivers/disk/port'

/** Why a journal can not be opened. Nothing is changed in any of these cases. */
export type JournalRefusal =
  /** A record that was durable is not what was written: the disk has rotted, or somebody edited it. */
  | { readonly is: 'rot'; readonly sequence: number; readonly file: string }
  /** Written by a later version of the station. */
  | { readonly is: 'newer'; readonly sequence: number; readonly file: string }
  /** The journal of another station, or an epoch that nothing says it went on in. */
  | { readonly is: 'foreign'; readonly sequence: number; readonly file: string }
  /** The journal ends before what was acknowledged: records were cut off. */
  | { readonly is: 'truncated'; readonly sequence: number }
  | { readonly is: 'disk'; readonly trouble: DiskTrouble; readonly file: string }

/** The journal can not be written any more in this run: the till must stop and say so. */
export class JournalStopped extends Error {
  readonly trouble: DiskTrouble
  constructor(trouble: DiskTrouble, cause: unknown) {
    super(`the journal stopped: ${trouble}`, { cause })
    this.trouble = trouble
  }
}
