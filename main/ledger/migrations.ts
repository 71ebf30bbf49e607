import type { Migration } from '#drivers/ledger/office'

const NAME = /^(\d{4})-([a-z0-9-]+)\.sql$/

/** The steps that these files are, in order; they are numbered without a gap. */
export function migrationsIn(files: readonly { readonly name: string; readonly text: string }[]): Migration[] {
  const steps = files.flatMap(({ name, text }) => {
    const [, number, says] = NAME.exec(name) ?? []
    return number === undefined || says === undefined ? [] : [{ version: Number(number), name: says, text }]
  })
  const sorted = steps.toSorted((a, b) => a.version - b.version)
  if (sorted.some(({ version }, nth) => version !== nth)) throw new Error('a step of the ledger is missing')
  return sorted
}
