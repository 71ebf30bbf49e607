import { DiskFault } from '#drivers/disk/port'
import type { Sentence } from '#domain/sentence'
import { sentenceOf } from '../sentences.ts'

/** What one self-check found. To add a check: a file that gives one, and its line in `build/doctor.ts`. */
export interface Check {
  readonly name: Sentence
  /** `attention`: it works, and somebody should know. `bad`: it will not work, or not safely. */
  readonly is: 'good' | 'attention' | 'bad'
  /** What was found and, where it is not good, the next step. */
  readonly sentence: Sentence
}

/** A check of a folder; where the disk refuses to be looked at, that is what was found. */
export async function checkFolder(
  name: Sentence,
  folder: string,
  look: () => Promise<Omit<Check, 'name'>>,
): Promise<Check> {
  try {
    return { name, ...(await look()) }
  } catch (cause) {
    if (!(cause instanceof DiskFault)) throw cause
    return { name, is: 'bad', sentence: sentenceOf({ why: 'folder', folder, fault: cause.why }) }
  }
}

const SIGNS = { good: '✓', attention: '○', bad: '✕' } as const

/** A check as it is printed. */
export const linesOf = ({ name, is, sentence }: Check): string[] => [
  `${SIGNS[is]} ${name.zh} / ${name.en}`,
  `    ${sentence.zh}`,
  `    ${sentence.en}`,
]

/** The report's last line. */
export function verdictOf(checks: readonly Check[]): string {
  const count = (is: Check['is']) => checks.filter((check) => check.is === is).length
  const [bad, attention] = [count('bad'), count('attention')]
  if (bad > 0) return `✕ ${bad} 项必须处理，${attention} 项请留意 / ${bad} bad, ${attention} to note`
  if (attention > 0) return `✓ 可以使用，${attention} 项请留意 / fit for use, ${attention} to note`
  return '✓ 全部正常 / all good'
}
