import type { F60 } from '../codec/f60.ts'
import { textOf, type Message } from '../codec/message.ts'

/** What a terminal asks, as the twin tells it apart: type, processing code (F3), condition (F25), kind (60.1). */
interface KindShape {
  readonly is: string
  /** Fields that are there always: those with a key in the bitmap of the acquirers’ list. */
  readonly needs: readonly number[]
  /** And those that may be. */
  readonly may: readonly number[]
}

const CARD_FIELDS = [2, 3, 11, 22, 25, 41, 42, 49, 53, 60, 64]
const CARD_MAY = [14, 23, 26, 35, 36, 52]
const AT_CARD = { needs: [...CARD_FIELDS, 4], may: [...CARD_MAY, 55] }
const ABOUT = { needs: [...CARD_FIELDS, 4, 38, 61], may: [...CARD_MAY, 37] }
/** The original’s authorisation where it has one. */
const VOID = { needs: [...CARD_FIELDS, 4, 37, 61], may: [...CARD_MAY, 38] }

const CARD_KINDS = {
  sale: { is: '0200 000000 00 22', ...AT_CARD },
  void: { is: '0200 200000 00 23', ...VOID },
  refund: { is: '0220 200000 00 25', needs: [...CARD_FIELDS, 4, 37, 61, 63], may: [...CARD_MAY, 38] },
  'pre-auth': { is: '0100 030000 06 10', ...AT_CARD },
  'pre-auth-void': { is: '0100 200000 06 11', ...ABOUT },
  completion: { is: '0200 000000 06 20', ...ABOUT },
  'completion-void': { is: '0200 200000 06 21', ...VOID },
  balance: { is: '0200 310000 00 01', needs: CARD_FIELDS, may: [...CARD_MAY, 55] },
} as const satisfies Readonly<Record<string, KindShape>>
export type Kind = keyof typeof CARD_KINDS
const KINDS = Object.keys(CARD_KINDS) as Kind[] // it has no others
const shapeOf = (kind: Kind): KindShape => CARD_KINDS[kind]

const REVERSAL: Omit<KindShape, 'is'> = {
  // A reversal bears nothing of a track or a PIN.
  ...{ needs: [2, 3, 4, 11, 22, 25, 39, 41, 42, 49, 60, 64], may: [14, 23, 38, 55, 61] },
}

/** Talk about the terminal itself: by its type and 60.3. */
const MANAGEMENT = {
  'sign-in': { type: '0800', networks: ['001', '003', '004', '005', '006'], needs: [11, 41, 42, 60, 63], may: [62] },
  'sign-off': { type: '0820', networks: ['002'], needs: [11, 41, 42, 60], may: [] },
  echo: { type: '0820', networks: ['301'], needs: [11, 41, 42, 60], may: [] },
  settle: { type: '0500', networks: ['201'], needs: [11, 41, 42, 48, 60], may: [49, 63] },
  upload: { type: '0320', networks: ['201', '203', '205'], needs: [11, 41, 42, 48, 60], may: [] },
  'upload-end': { type: '0320', networks: ['202', '207'], needs: [11, 41, 42, 60], may: [48] },
} as const
export type Managing = keyof typeof MANAGEMENT
const MANAGINGS = Object.keys(MANAGEMENT) as Managing[] // it has no others

export type Asked =
  | { readonly is: 'card'; readonly kind: Kind }
  | { readonly is: 'reversal'; readonly kind: Kind }
  | { readonly is: 'managing'; readonly what: Managing }

/** Null for what the twin does not know. */
export function askedIn(message: Message, { type, network }: F60): Asked | null {
  const rest = `${textOf(message, 3) ?? ''} ${textOf(message, 25) ?? ''} ${type}`
  if (message.mti === '0400') {
    const kind = KINDS.find((each) => CARD_KINDS[each].is.slice(5) === rest)
    return kind ? { is: 'reversal', kind } : null
  }
  const kind = KINDS.find((each) => CARD_KINDS[each].is === `${message.mti} ${rest}`)
  if (kind) return network === '000' ? { is: 'card', kind } : null
  const what = MANAGINGS.find((each) => {
    const { type: mti, networks } = MANAGEMENT[each]
    return mti === message.mti && (networks as readonly string[]).includes(network)
  })
  return what && type === '00' ? { is: 'managing', what } : null
}

/** Whether all fields are there that have to be, and no others: what has no business in a message is a leak. */
export function hasItsFields({ fields }: Message, asked: Asked): boolean {
  const { needs, may } =
    asked.is === 'card' ? shapeOf(asked.kind) : asked.is === 'reversal' ? REVERSAL : MANAGEMENT[asked.what]
  const known: readonly number[] = [...needs, ...may]
  return needs.every((field) => fields.has(field)) && [...fields.keys()].every((field) => known.includes(field))
}
