/**
 * Which packets of a pad mean what. Makers give their command sets to those who sign for it, and each is different: a
 * pad of another make is another profile, and no other code.
 *
 * A packet is text; `|` stands for the field separator (FS, 1C), `{name}` for a value: anything without a separator.
 */
export interface PadProfile {
  readonly name: string
  readonly status: Packet<'here'>
  readonly loadMaster: Packet<KeyWord>
  readonly loadWorking: Packet<KeyWord>
  /** Done when it is acknowledged. */
  readonly erase: Packet<never>
  readonly pinSession: Packet<PinWord>
  readonly pinDukpt: Packet<PinWord>
  readonly withdraw: Packet<never>
  readonly show: Packet<never>
  /** Of a line of its screen. */
  readonly columns: number
  readonly lines: number
}
export type KeyWord = 'loaded' | 'check-value' | 'keys-missing' | 'refused'
export type PinWord =
  'entered' | 'bypassed' | 'cancelled' | 'withdrawn' | 'late' | 'keys-missing' | 'refused' | 'occupied'

export interface Packet<Word extends string> {
  readonly asks: string
  /** What it may answer, and what that means. */
  readonly answers: Readonly<Record<Word, string>>
}

/**
 * Of no maker: in the shape of Verifone’s Z packets (`Z2` shows, `Z60` asks for a PIN, `71` and `73` answer, `72`
 * withdraws), with a reference in each dialogue about a PIN, which those do without: so that the answer to one that was
 * given up is never taken for the next customer’s.
 */
export const GENERIC_Z: PadProfile = {
  name: 'generic-z',
  status: { asks: '11.', answers: { here: '11.{serial}|{keys}' } },
  loadMaster: {
    asks: '02.{slot}|{wrapped}|{check}',
    answers: { loaded: '02.0{check}', 'check-value': '02.1{check}', 'keys-missing': '02.2', refused: '02.9' },
  },
  loadWorking: {
    asks: '04.{slot}|{wrapped}|{check}',
    answers: { loaded: '04.0{check}', 'check-value': '04.1{check}', 'keys-missing': '04.2', refused: '04.9' },
  },
  erase: { asks: '08.{kind}|{slot}', answers: {} },
  pinSession: {
    asks: 'Z60.{reference}|{card}|{slot}|{amount}|{min}|{max}|{seconds}',
    answers: {
      ...{ entered: '71.0{reference}|{format}|{block}', bypassed: '71.1{reference}', cancelled: '71.2{reference}' },
      ...{ late: '71.3{reference}', 'keys-missing': '71.4{reference}', withdrawn: '71.5{reference}' },
      ...{ occupied: '71.8{reference}', refused: '71.9{reference}' },
    },
  },
  pinDukpt: {
    asks: 'Z61.{reference}|{card}|{cipher}|{amount}|{min}|{max}|{seconds}',
    answers: {
      ...{
        entered: '73.0{reference}|{format}|{ksn}|{block}',
        bypassed: '73.1{reference}',
        cancelled: '73.2{reference}',
      },
      ...{ late: '73.3{reference}', 'keys-missing': '73.4{reference}', withdrawn: '73.5{reference}' },
      ...{ occupied: '73.8{reference}', refused: '73.9{reference}' },
    },
  },
  withdraw: { asks: '72.', answers: {} },
  show: { asks: 'Z2.{first}|{second}', answers: {} },
  ...{ columns: 16, lines: 2 },
}

export type Values = Readonly<Record<string, string>>
const SEPARATOR = '\x1c'
const NAME = /\{(\w+)\}/g

/** A packet with these values in it. Throws where one is missing, or has a separator or a control sign in it. */
export function packetOf(asks: string, values: Values): string {
  return asks.replaceAll('|', SEPARATOR).replaceAll(NAME, (_all, name: string) => {
    const value = values[name]
    if (value === undefined || /[\x00-\x1f]/.test(value)) throw new RangeError(`no ${name} for a packet`)
    return value
  })
}

export interface ReadPacket<Word extends string> {
  readonly is: Word
  readonly values: Values
}

/** What a packet answers to what was asked; null where it answers something else. */
export function readPacket<Word extends string>(asked: Packet<Word>, packet: string): ReadPacket<Word> | null {
  for (const is of wordsOf(asked)) {
    const values = matched(asked.answers[is], packet)
    if (values) return { is, values }
  }
  return null
}

// A record’s keys are its words: it has been written with no others.
const wordsOf = <Word extends string>({ answers }: Packet<Word>): Word[] => Object.keys(answers) as Word[]

/** The values of a packet of this shape, null where it has another. */
export function matched(shape: string, packet: string): Values | null {
  const names = [...shape.matchAll(NAME)].map(([, name = '']) => name)
  const literal = (text: string) => text.replaceAll(/[.*+?^$()[\]\\|]/g, '\\$&')
  const parts = shape.replaceAll('|', SEPARATOR).split(/\{\w+\}/)
  const found = new RegExp(`^${parts.map(literal).join(`([^${SEPARATOR}]*)`)}$`).exec(packet)
  return found ? Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])) : null
}
