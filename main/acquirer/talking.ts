import { Bug } from '#domain/result'
import { nextStan } from '#domain/terminal/stan'
import type { TerminalEvent } from '#domain/terminal/terminal'
import type { Management } from '#domain/terminal/transactions'
import type { HostAsks } from '#drivers/acquirer/codec/frame'
import { answerMti, pack, type Message } from '#drivers/acquirer/codec/message'
import type { AcquirerLine } from '#drivers/acquirer/line-port'
import { seal } from '#drivers/acquirer/mac'
import type { Random } from '#drivers/random/port'
import type { Log } from '#drivers/log/port'
import type { Acts } from '../acts.ts'
import { made, type TerminalNames } from './fields.ts'
import { answeredIn, type Answered } from './hearing.ts'

export interface TalkingParts {
  readonly acts: Acts
  readonly random: Random
  readonly log: Log
  readonly line: AcquirerLine
  readonly names: TerminalNames
}

export type Talked =
  | { readonly is: 'answered'; readonly answered: Answered; readonly asks: HostAsks }
  | { readonly is: 'not-sent' | 'silence' }

/** Messages of this terminal, each with what has to be on disk before it leaves. */
export interface Talking {
  /** Writes it down. Throws where the journal takes nothing: then nothing may leave either. */
  readonly note: (event: TerminalEvent) => Promise<void>
  /** Takes the next voucher number for talk about the terminal itself, and writes that down. */
  readonly number: (what: Management) => Promise<number>
  /** Sealed with `mak`, where there is one; its answer is read with the same. */
  readonly send: (message: Message, mak: Uint8Array | null, noMore: AbortSignal) => Promise<Talked>
}

/** The journal took nothing: it has stopped, and told so by itself. */
export class NotWritten extends Error {}

export function makeTalking({ acts, random, log, line, names }: TalkingParts): Talking {
  const note = async (event: TerminalEvent): Promise<void> => {
    const written = await acts.happened(random.id(), event)
    if (!written.ok) throw new NotWritten(event.is)
  }
  return {
    note,
    number: async (what) => {
      const stan = nextStan(acts.till().cards.stan)
      await note({ is: 'terminal-asked', what, stan })
      return stan
    },
    send: async (message, mak, noMore) => {
      const { profile } = names
      const bytes = made(mak === null ? pack(message, profile) : seal(message, profile, mak))
      const stan = Number(message.fields.get(11))
      const isAnswer = (answer: Uint8Array): boolean => {
        const read = answeredIn(answer, profile, mak)
        return read !== null && read.heard.stan === stan && read.heard.mti === answerMti(message.mti)
      }
      const exchanged = await line.exchange(bytes, isAnswer, noMore)
      if (exchanged.is !== 'answer') {
        log.note(`the acquirer: ${message.mti} ${stan}: ${exchanged.is}`)
        return { is: exchanged.is }
      }
      const answered = answeredIn(exchanged.message, profile, mak)
      if (!answered) throw new Bug('an answer that was read can be read again')
      log.note(`the acquirer: ${message.mti} ${stan}: ${answered.heard.code}, MAC ${answered.heard.mac}`)
      return { is: 'answered', answered, asks: exchanged.asks }
    },
  }
}
