import type { Handlers } from '#contract'
import type { IntegrityView } from '#contract/integrity'
import { alarming, type Finding, type IntegrityEvent } from '#domain/integrity'
import { done, refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Log } from '#drivers/log/port'
import type { Random } from '#drivers/random/port'
import type { Acts } from '../acts.ts'
import { applyPolicy } from '../authority/from-head-office.ts'
import type { Moments } from '../operators/moments.ts'
import type { Secrets } from '../operators/secrets.ts'
import { acceptance, accepting } from './accepting.ts'
import { lookAtItself, readSettings, type Looked, type LookParts, type Surroundings } from './look.ts'

export interface IntegrityParts extends Omit<LookParts, 'surroundings'> {
  readonly acts: Acts
  readonly random: Random
  readonly log: Log
  readonly moments: Moments
  readonly secrets: Pick<Secrets, 'isVoidPassword'>
  /** Null where nobody looks. */
  readonly surroundings: Surroundings | null
  /** The views are new. */
  readonly onChange: () => void
}

export interface StartedIntegrity {
  readonly handlers: Handlers['integrity']
  readonly view: () => IntegrityView
  /** Looks at everything once, when the windows are open. Never rejects; a look under way is not begun twice. */
  readonly examine: () => Promise<Looked | null>
}

/** The station looks at itself, says what it found, and writes it down where that is news. */
export function startIntegrity(parts: IntegrityParts): StartedIntegrity {
  const { acts, clock, log, surroundings, onChange } = parts
  let last: (Looked & { readonly atMs: number }) | null = null
  let running = false
  const record = recording(parts)

  async function examine(): Promise<Looked | null> {
    if (running || surroundings === null) return null
    running = true
    try {
      await firstAcceptance(parts)
      await applyPolicy(parts)
      const looked = await lookAtItself({ ...parts, surroundings }, acts.till())
      last = { ...looked, atMs: clock.nowMs() }
      record(looked.findings)
      return looked
    } catch (cause) {
      log.fault('the station could not look at itself', cause)
      return null
    } finally {
      running = false
      onChange()
    }
  }
  return {
    examine,
    view: () => ({
      ...{ atMs: last?.atMs ?? null, running, files: last?.files ?? null },
      findings: [...(last?.findings ?? [])],
      cashOnly: acts.till().integrity.cashOnly,
    }),
    handlers: {
      check: async () => {
        if (surroundings === null) return refused('not-looked-at')
        if (running) return refused('integrity-running')
        const looked = await examine()
        return looked ? done({ findings: looked.findings.length }) : refused('integrity-running')
      },
      accept: accepting({ ...parts, last: () => last, again: examine }),
    },
  }
}

/** Whoever sets a station up has seen its settings: what a first start finds is accepted. */
async function firstAcceptance({ acts, random, disk, folder }: IntegrityParts): Promise<void> {
  if (acts.till().integrity.accepted !== null) return
  await acts.happened(random.id(), acceptance(await readSettings(disk, folder), null))
}

/** Writes down what was found where that is news; what limits the tenders, between two sales. */
function recording({ acts, random, log }: IntegrityParts): (findings: readonly Finding[]) => void {
  let waiting: readonly Finding[] | null = null
  const event = (findings: readonly Finding[], till: Till): IntegrityEvent | null => {
    const { integrity, sale } = till
    const cashOnly = alarming(findings).length > 0 && integrity.accepted?.onFailure === 'cash-only'
    if (cashOnly === integrity.cashOnly && JSON.stringify(findings) === JSON.stringify(integrity.findings)) return null
    return cashOnly && sale.lines.length > 0 ? null : { is: 'integrity-checked', findings, cashOnly }
  }
  let writing = false
  const write = () => {
    const findings = waiting
    if (findings === null || writing || acts.stopped() !== null || event(findings, acts.till()) === null) return
    writing = true
    acts
      .happened(random.id(), (till) => event(findings, till))
      .then(
        () => {
          writing = false
          // There may be newer ones by now.
          write()
        },
        (cause: unknown) => {
          // Not tried again before the next record or the next look, lest a fault goes round and round.
          writing = false
          log.fault('what the station found could not be written down', cause)
        },
      )
  }
  acts.onEvent(({ is }) => {
    // What was found before says nothing of settings that are accepted now; the next look does.
    if (is === 'settings-accepted') waiting = null
    write()
  })
  return (findings) => {
    waiting = findings
    write()
  }
}
