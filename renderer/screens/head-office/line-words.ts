import type { LineState } from '#contract/office'
import { useTranslation } from 'react-i18next'

interface LineWords {
  readonly what: string
  readonly next: string
  /** Nothing is to be seen to. */
  readonly isWell: boolean
}

/** How the line is, in words, with what to do. */
export function useLineWords(line: LineState): LineWords {
  const { t } = useTranslation()
  const isWell = line.is === 'sending' || line.is === 'up-to-date' || line.is === 'connecting'
  if (line.is === 'waiting') {
    const key = `office.line.waiting.${line.why}` as const
    return { what: t(`${key}.what`), next: t(`${key}.next`), isWell }
  }
  const facts = {
    seq: 'seq' in line ? line.seq : 0,
    branch: 'branch' in line ? line.branch : '',
    file: 'file' in line ? line.file : '',
  }
  return { what: t(`office.line.${line.is}.what`, facts), next: t(`office.line.${line.is}.next`, facts), isWell }
}
