import { nextLine, readLine, type Line } from './line.ts'

/** What is wrong with one sequence number. */
export type FaultKind = 'broken' | 'chain' | 'missing' | 'foreign' | 'newer'
export interface Fault {
  readonly sequence: number
  readonly kind: FaultKind
}

export interface Placed extends Line {
  /** Byte offset in its segment. */
  readonly at: number
}

export interface Scanned {
  readonly lines: readonly Placed[]
  readonly faults: readonly Fault[]
  /** Where the first unreadable byte is, or the end. */
  readonly soundBytes: number
}

export interface Expected {
  readonly sequence: number
  /** The hash the first record must name; null where its predecessor could not be read. */
  readonly prev: string | null
  /** The journal's identity; null takes the first record's. */
  readonly journal: string | null
}

/** Reads one segment whole and names every fault by its sequence number. */
export function scanSegment(bytes: Buffer, expected: Expected): Scanned {
  const lines: Placed[] = []
  const faults: Fault[] = []
  let { sequence, prev, journal } = expected
  let soundBytes = bytes.length
  let at = 0
  const lost = (before: number, kind: FaultKind) => {
    for (; sequence < before; sequence++) faults.push({ sequence, kind })
  }
  while (at < bytes.length) {
    const read = readLine(bytes, at)
    if (read.is === 'newer') {
      faults.push({ sequence, kind: 'newer' })
      return { lines, faults, soundBytes: Math.min(soundBytes, at) }
    }
    if (read.is === 'broken') {
      soundBytes = Math.min(soundBytes, at)
      const next = nextLine(bytes, at)
      const found = next < 0 ? read : readLine(bytes, next)
      // At least this one is lost; up to which, only the next sound one can say.
      lost(found.is === 'line' ? Math.max(found.line.record.seq, sequence + 1) : sequence + 1, 'broken')
      if (next < 0) break
      prev = null
      at = next
      continue
    }
    const { record, hash } = read.line
    lost(record.seq, 'missing')
    journal ??= record.j
    if (record.j !== journal) faults.push({ sequence: record.seq, kind: 'foreign' })
    else if (record.seq < sequence || (prev !== null && record.prev !== prev)) {
      faults.push({ sequence: record.seq, kind: 'chain' })
    }
    lines.push({ ...read.line, at })
    prev = hash
    sequence = record.seq + 1
    at += read.line.bytes
  }
  return { lines, faults, soundBytes }
}
