import type { Placed } from './scan.ts'

/** Counts a journal while it is read. */
export function makeStatistics() {
  const types = new Map<string, number>()
  let bytes = 0
  let first: number | null = null
  let last = 0
  return {
    count: ({ record, bytes: length }: Placed): void => {
      types.set(record.type, (types.get(record.type) ?? 0) + 1)
      bytes += length
      first ??= record.ts
      last = record.ts
    },
    /** In UTC: the zone is the shop's, and not in the journal. */
    lines: (): string[] => {
      if (first === null) return ['还没有记录 / no records yet']
      const records = [...types.values()].reduce((sum, count) => sum + count, 0)
      const days = [first, last].map((atMs) => new Date(atMs).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length))
      return [
        `${records} 条，${bytes} 字节，平均 ${Math.round(bytes / records)} / records, bytes, on average`,
        `${days.join('Z … ')}Z`,
        ...[...types].sort(([, a], [, b]) => b - a).map(([type, count]) => `${String(count).padStart(9)}  ${type}`),
      ]
    },
  }
}
