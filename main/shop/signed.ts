import { StationNumber } from '#contract/shapes'
import type { Neighbour } from '#drivers/floor/port'
import { verify } from 'node:crypto'
import { ed25519In } from '../ed25519.ts'
import type { Identity } from '../identity.ts'
import { z } from 'zod'

/**
 * What stations of a shop say to each other: JSON, signed (Ed25519) by the station it comes from, and bound to what it
 * is about, so that a text of one matter is none of another. Who carries it needs not be trusted.
 */
export interface Matter<Said> {
  /** Names it, with the version of its form. */
  readonly name: string
  readonly schema: z.ZodType<Said>
  /** Characters of what is said. */
  readonly most: number
}

const NAME_MAX = 32
const Envelope = z.strictObject({
  ...{ about: z.string().max(NAME_MAX), from: StationNumber, said: z.string() },
  signature: z.base64().length(88),
})
/** Beside what is said, with its quotes escaped. */
const ENVELOPE_MAX = 512

const signedBytes = (about: string, from: string, said: string): Buffer =>
  Buffer.from(`cashier-station ${about}\n${from}\n${said}`)

export function sealedText<Said>(
  { name }: Matter<Said>,
  from: string,
  identity: Pick<Identity, 'sign'>,
  what: Said,
): string {
  const said = JSON.stringify(what)
  return JSON.stringify({ about: name, from, said, signature: identity.sign(signedBytes(name, from, said)) })
}

export interface HeardText<Said> {
  readonly from: string
  readonly said: Said
  readonly signature: string
}

/** Null where it is about something else, no text of ours, or not of the station that it says it is from. */
export function openedText<Said>(
  { name, schema, most }: Matter<Said>,
  text: string,
  stations: readonly Neighbour[],
): HeardText<Said> | null {
  if (text.length > 2 * most + ENVELOPE_MAX) return null
  const envelope = Envelope.safeParse(parsed(text))
  if (!envelope.success) return null
  const { about, from, said, signature } = envelope.data
  if (about !== name || said.length > most) return null
  const bytes = signedBytes(name, from, said)
  const isTheirs = stations.some(({ station, publicKey }) => {
    const key = station === from ? ed25519In(publicKey) : null
    return key !== null && verify(null, bytes, key, Buffer.from(signature, 'base64'))
  })
  if (!isTheirs) return null
  const read = schema.safeParse(parsed(said))
  return read.success ? { from, said: read.data, signature } : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Refused like JSON of the wrong shape.
  }
}
