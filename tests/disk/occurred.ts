/** What a campaign must have met; a disk that never did it proves nothing about it. */
const MUST = [
  ...['acknowledged', 'unanswered ones that survived', 'segments begun', 'kill', 'power', 'clean end'],
  ...['end that failed', 'start that failed', 'torn tails cut', 'starts that wrote a tail again'],
  ...['took nothing after a fault', 'verified beside it', 'rot refused', 'rot that could be a torn tail'],
  ...['rot behind a call that failed', 'starts from a checkpoint', 'rot after a checkpoint'],
  // While records are written, and while a file is begun: the one before is closed, made, and its name flushed.
  ...each('selling', ['open', 'write', 'sync', 'syncFolder', 'close']),
  ...each('starting', ['makeFolder', 'list', 'read', 'open', 'write', 'truncate', 'sync', 'syncFolder', 'close']),
  ...each('starting', ['rename', 'remove', 'readAt']),
  ...each('ending', ['read', 'open', 'write', 'sync', 'syncFolder', 'rename', 'remove', 'close']),
  ...['selling: full in write', 'selling: full in open', 'starting: full in write', 'ending: full in write'],
  ...['selling: denied in open', 'starting: denied in open'],
]

function each(phase: string, calls: readonly string[]): string[] {
  return calls.flatMap((call) => ['io', 'read-only', 'power', 'kill'].map((what) => `${phase}: ${what} in ${call}`))
}

export const missingIn = (totals: ReadonlyMap<string, number>): string[] => MUST.filter((what) => !totals.get(what))

/** A line for what happened, and one for each phase with the faults it met. */
export function summaryOf(totals: ReadonlyMap<string, number>): string[] {
  const all = [...totals].sort(([a], [b]) => (a < b ? -1 : 1))
  const phases = ['selling', 'starting', 'ending']
  const isFault = ([what]: readonly [string, number]) => phases.some((phase) => what.startsWith(`${phase}: `))
  const line = (those: typeof all) => those.map(([what, count]) => `${what} ${count}`).join(', ')
  return [
    line(all.filter((one) => !isFault(one))),
    ...phases.map((phase) => {
      const faults = all.filter(([what]) => what.startsWith(`${phase}: `))
      return `${phase}: ${line(faults.map(([what, count]) => [what.slice(phase.length + 2), count]))}`
    }),
  ]
}
