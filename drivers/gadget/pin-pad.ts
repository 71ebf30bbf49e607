import type { Clock } from '../clock/port.ts'
import { framed, makeFrameReader, SIGN_BYTES, type Heard } from '../pin-pad/frames.ts'
import type { Random } from '../random/port.ts'
import { makeAcm } from './acm.ts'
import { makePadDesk, type DeskMake, type Person } from './pin-pad-desk.ts'
import type { Gadget } from './port.ts'

/** A PIN pad of the profile `generic-z` on a serial line over USB, with a vault, and a person in front of it. */
export interface PinPadGadget extends Person {
  readonly gadget: Gadget
  readonly setMood: (mood: PadMood) => void
  /** Bytes out of nowhere, such as an answer that comes far too late. */
  readonly say: (bytes: Uint8Array) => void
  /** Whatever went over the line, both ways. */
  readonly traffic: () => Uint8Array
}

/**
 * `silent`: it says nothing · `deaf`: it takes what it is asked, and its answers are lost · `garbles`: so many answers
 * are damaged · `refuses`: NAK as often · `glued`: its ACK comes in one piece with the answer · `slow`: an answer takes
 * a second and a half longer · `loses-signs`: its signs are lost, as often · `repeats`: it says each answer twice ·
 * `lies`: it says that it has loaded a key, and names another check value · `breaks-off`: it ends each dialogue (EOT) ·
 * `dawdles`: it does not count a person’s time.
 */
export type PadMood =
  | { readonly is: 'fine' | 'silent' | 'deaf' | 'glued' | 'slow' | 'repeats' | 'lies' | 'breaks-off' | 'dawdles' }
  | { readonly is: 'garbles' | 'refuses' | 'loses-signs'; readonly times: number }

export const PIN_PAD = { vendor: 0x1209, product: 0x0c2e }
const SLOW_MS = 1_500
const [TRIES_MAX, SIGN_MS] = [3, 2_000]

export interface PadEnds {
  readonly clock: Pick<Clock, 'wait'>
  readonly random: Pick<Random, 'bytes'>
}

export function makePinPadGadget(make: DeskMake, { clock, random }: PadEnds): PinPadGadget {
  const reader = makeFrameReader()
  const traffic: number[] = []
  const side = makePadSide(clock, (bytes, isHeard) => {
    traffic.push(...bytes)
    if (isHeard) line.say(bytes)
  })
  const desk = makePadDesk(make, { clock, random, answer: side.answer, isIn: (mood) => side.mood().is === mood })
  const line = makeAcm({
    ...{ ...PIN_PAD, strings: ['cashier-station', 'PIN pad', make.serial ?? 'PP000001'] },
    take: (bytes) => {
      traffic.push(...bytes)
      for (const heard of reader.take(bytes)) if (side.takes(heard)) desk.take(textOf(heard))
      return Promise.resolve('taken')
    },
  })
  return {
    ...{ gadget: line.gadget, type: desk.type, press: desk.press, screen: desk.screen, entries: desk.entries },
    ...{ setMood: side.setMood, say: line.say },
    traffic: () => Uint8Array.from(traffic),
  }
}

const textOf = (heard: Heard): string => (heard.is === 'message' ? Buffer.from(heard.message).toString('latin1') : '')

/** Its side of the framing, in each of its moods. */
function makePadSide(clock: PadEnds['clock'], give: (bytes: Uint8Array, isHeard: boolean) => void) {
  let mood: PadMood = { is: 'fine' }
  let left = 0
  let signed: (heard: Heard) => void = () => undefined
  /** An ACK that is kept back, to come in one piece with what follows. */
  let kept: Uint8Array = new Uint8Array(0)
  const spends = (is: PadMood['is']) => mood.is === is && left-- > 0
  const say = (bytes: Uint8Array) => give(bytes, mood.is !== 'silent')
  const answer = async (text: string) => {
    if (mood.is === 'slow') await clock.wait(SLOW_MS)
    const frame = framed(Buffer.from(text, 'latin1'))
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const bytes = spends('garbles') ? frame.map((byte, at) => (at === frame.length - 1 ? byte ^ 0xff : byte)) : frame
      const heard = new Promise<Heard | null>((resolve) => {
        signed = resolve
        void clock.wait(SIGN_MS).then(() => resolve(null))
      })
      if (mood.is !== 'deaf') say(Uint8Array.of(...kept, ...bytes))
      if (mood.is === 'repeats') say(bytes)
      kept = new Uint8Array(0)
      const sign = await heard
      if (sign?.is === 'sign' && sign.sign === 'ack') return
    }
  }
  /** Whether there is a packet in it that it takes. */
  const takes = (heard: Heard): boolean => {
    if (heard.is === 'sign') {
      signed(heard)
      return false
    }
    const isRefused = heard.is === 'damaged' || spends('refuses')
    if (isRefused || mood.is === 'breaks-off') {
      say(Uint8Array.of(isRefused ? SIGN_BYTES.nak : SIGN_BYTES.eot))
      return false
    }
    if (mood.is === 'glued') kept = Uint8Array.of(SIGN_BYTES.ack)
    else if (!spends('loses-signs')) say(Uint8Array.of(SIGN_BYTES.ack))
    return mood.is !== 'silent'
  }
  return {
    ...{ answer, takes, mood: () => mood },
    setMood: (next: PadMood) => {
      mood = next
      left = 'times' in next ? next.times : 0
    },
  }
}
