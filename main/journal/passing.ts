import type { Placed } from './scan.ts'

/**
 * Lines that are handed on while a segment is read. Of them is remembered what judging the segment needs: the first of
 * each epoch, the one the witness saw, and the last.
 */
export class Passing {
  private readonly kept: Placed[] = []
  private readonly witnessed: number
  private count = 0
  private last: Placed | null = null

  constructor(witnessed: number) {
    this.witnessed = witnessed
  }

  /** Gives them back. */
  remember(lines: readonly Placed[]): readonly Placed[] {
    for (const line of lines) {
      const { j, seq } = line.record
      if (this.last?.record.j !== j || seq === this.witnessed) this.kept.push(line)
      this.last = line
    }
    this.count += lines.length
    return lines
  }

  get remembered(): readonly Placed[] {
    return this.last === null || this.kept.includes(this.last) ? this.kept : [...this.kept, this.last]
  }

  /** How many more there were. */
  get passed(): number {
    return this.count - this.remembered.length
  }
}
