import { constants, type Stats } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { within } from '../clock/within.ts'
import { CLOSE_MS, WRITE_MS, type Connect, type Connection, type Wait } from './connection.ts'

/** Between two tries at a device that is busy, or has said nothing yet. */
const POLL_MS = 20
/** Linux drops what a printer has not fetched when its device is closed; nobody tells when it has. */
const LAST_BYTES_MS = 1_000
const ANSWER_BYTES = 64

/**
 * A printer behind a file, such as `/dev/usb/lp0` on Linux. Opened for each job, so that it may be unplugged between
 * two, and never waiting inside the system: a read or write that can not be done now is tried again until its limit.
 *
 * A USB printer that answers is read as well. A FIFO, and a printer whose USB interface is one-way (reading gives
 * EINVAL), can not be read: the connection then has `answers: false`. Anything but a character device or a FIFO is no
 * printer: a path set wrong must not write slips into somebody's file.
 */
export function makeDeviceFileConnect(path: string, wait: Wait): Connect {
  return async () => {
    const kind = kindOf(await stat(path).catch(() => null))
    if (kind === null) return null
    // A FIFO opened for both would be its own reader, and take a slip that nobody reads.
    const way = kind === 'fifo' ? constants.O_WRONLY : constants.O_RDWR
    const file = await open(path, way | constants.O_NONBLOCK | constants.O_NOCTTY).catch(() => null)
    return file && connectionTo(file, kind === 'device' && (await canBeRead(file)), kind, wait)
  }
}

type Kind = 'device' | 'fifo'
const kindOf = (stats: Stats | null): Kind | null =>
  stats?.isCharacterDevice() ? 'device' : stats?.isFIFO() ? 'fifo' : null

function connectionTo(file: FileHandle, answers: boolean, kind: Kind, wait: Wait): Connection {
  const inbox: number[] = []
  return {
    answers,
    keepsAnswers: true,
    write: (bytes) => writeAll(file, bytes, wait),
    read: async (limitMs) => {
      if (!answers) return null
      let leftMs = inbox.length > 0 ? 0 : limitMs
      do {
        const said = await within(wait, WRITE_MS, tryRead(file), 'gone')
        if (said === 'gone') break
        inbox.push(...said)
        if (said.length > 0 || leftMs <= 0) break
        await wait(POLL_MS)
        leftMs -= POLL_MS
      } while (leftMs >= 0)
      return inbox.shift() ?? null
    },
    close: async () => {
      if (kind === 'device' && !answers) await wait(LAST_BYTES_MS)
      // Not waited for longer: it ends only after a write that hangs.
      await within(wait, CLOSE_MS, file.close(), undefined).catch(() => undefined)
    },
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array, wait: Wait): Promise<'all' | 'some' | 'none'> {
  let written = 0
  let waitedMs = 0
  while (written < bytes.length) {
    const taken = await within(wait, WRITE_MS, tryWrite(file, bytes.subarray(written)), 'hangs')
    // A device that lets no write return may have taken it.
    if (taken === 'hangs') return 'some'
    if (taken === 'gone' || waitedMs >= WRITE_MS) return written === 0 ? 'none' : 'some'
    written += taken
    // A printer of a metre of slip is slow; one that takes nothing at all is given up.
    if (taken > 0) waitedMs = 0
    else {
      await wait(POLL_MS)
      waitedMs += POLL_MS
    }
  }
  return 'all'
}

/** Bytes taken, 0 when it is busy. */
const tryWrite = (file: FileHandle, bytes: Uint8Array): Promise<number | 'gone'> =>
  file.write(bytes, 0, bytes.length, null).then(
    ({ bytesWritten }) => bytesWritten,
    (cause: unknown) => (codeOf(cause) === 'EAGAIN' ? 0 : 'gone'),
  )

const tryRead = (file: FileHandle): Promise<Uint8Array | 'gone'> =>
  file.read(new Uint8Array(ANSWER_BYTES), 0, ANSWER_BYTES, null).then(
    ({ buffer, bytesRead }) => buffer.subarray(0, bytesRead),
    (cause: unknown) => (codeOf(cause) === 'EAGAIN' ? new Uint8Array() : 'gone'),
  )

/** Linux says EINVAL for a USB printer without a way back; what is read here is older than any question of ours. */
const canBeRead = (file: FileHandle): Promise<boolean> =>
  file.read(new Uint8Array(ANSWER_BYTES), 0, ANSWER_BYTES, null).then(
    () => true,
    (cause: unknown) => codeOf(cause) !== 'EINVAL',
  )

const codeOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null
