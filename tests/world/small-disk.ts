import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A real file system small enough to be filled to its last byte. */
export interface SmallDisk {
  readonly fill: () => void
  readonly free: () => void
  readonly unmount: () => void
}

const CHUNK = Buffer.alloc(65_536, 'x')
/** To the last byte: a full disk still takes what fits into a page it has given already. */
const STEPS = [CHUNK.length, 4096, 1]

/** Null where it can not be had: no right to mount, or no Linux at all. */
export function mountSmallDisk(place: string, bytes: number): SmallDisk | null {
  mkdirSync(place, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', place], { stdio: 'ignore' })
  } catch {
    return null
  }
  const ballast = join(place, 'ballast')
  return {
    fill: () => STEPS.forEach((size) => appendUntilFull(ballast, CHUNK.subarray(0, size))),
    free: () => rmSync(ballast),
    unmount: () => void execFileSync('umount', ['--lazy', place]),
  }
}

function appendUntilFull(path: string, bytes: Uint8Array): void {
  try {
    for (;;) appendFileSync(path, bytes)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC')) throw cause
  }
}
