import { unpackFrame } from '../codec/frame.ts'
import { unpack, type Message } from '../codec/message.ts'
import type { AcquirerProfile } from '../codec/profile.ts'

/** A request as the twin sees it. */
export interface Seen {
  readonly tpdu: string
  readonly header: string
  /** From its type on, as it came. */
  readonly bytes: Uint8Array
  readonly message: Message
}

/**
 * Reads what a frame’s length counted; null for what is no message. The twin is given its eyes, so that a test can
 * have it see with another reader than the one the till writes for.
 */
export type Eyes = (content: Uint8Array, profile: AcquirerProfile) => Seen | null

export const codecEyes: Eyes = (content, profile) => {
  const frame = unpackFrame(content)
  if (!frame.ok) return null
  const { tpdu, header, message: bytes } = frame.value
  const message = unpack(bytes, profile)
  return message.ok ? { tpdu, header, bytes, message: message.value } : null
}
