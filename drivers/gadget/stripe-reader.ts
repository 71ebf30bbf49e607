import { desEncrypt } from '../cipher/des.ts'
import { initialKey, keyFor, nextKsn, transactionKey } from '../pin-pad/dukpt.ts'
import { makeHidGadget, type HidGadget } from './hid.ts'

/**
 * A magnetic-stripe reader with its key in the head. What it reports is really encrypted, with a key of its own for
 * each swipe, so that who holds the base key reads the card and nobody else does.
 */
export interface StripeReader extends HidGadget {
  /** Draws a card through: its second track, without the signs around it (ISO/IEC 7813). */
  readonly swipe: (track2: string) => void
  /** Draws it badly. */
  readonly misread: () => void
}

export interface StripeReaderMake {
  readonly layout: 'magnesafe' | 'id-tech' | 'magtek-classic'
  readonly serial: string
  /** Sixteen bytes, and where the count begins: the first swipe has the next one, of ten bytes. */
  readonly baseKey?: Uint8Array
  readonly ksn?: Uint8Array
}

const MAKES = {
  magnesafe: { vendor: 0x0801, product: 0x0011, name: 'MagneSafe reader', reportBytes: 856 },
  'magtek-classic': { vendor: 0x0801, product: 0x0002, name: 'Swipe reader', reportBytes: 337 },
  'id-tech': { vendor: 0x0acd, product: 0x0520, name: 'Secure swipe reader', reportBytes: 512 },
} as const
const BLOCK = 8

/** Published with ANSI X9.24-1, annex A.4: with these nothing real was ever sealed. */
export const PRACTICE_KEY = Buffer.from('0123456789abcdeffedcba9876543210', 'hex')
export const PRACTICE_KSN = Buffer.from('ffff9876543210e00000', 'hex')

/** One input report of so many bytes on a page of the maker's own (HID 1.11, 6.2.2). */
const reportDescriptor = (bytes: number): Buffer =>
  Buffer.from([
    ...[0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08],
    ...[0x96, bytes & 0xff, bytes >> 8, 0x09, 0x20, 0x81, 0x02, 0xc0],
  ])

export function makeStripeReader(make: StripeReaderMake): StripeReader {
  const { layout, serial, baseKey = PRACTICE_KEY, ksn: first = PRACTICE_KSN } = make
  const { reportBytes, ...made } = MAKES[layout]
  const hid = makeHidGadget({
    ...{ ...made, manufacturer: 'cashier-station', serial, reportDescriptor: reportDescriptor(reportBytes) },
  })
  const initial = initialKey(baseKey, first)
  let ksn = first
  const encrypted = (track: string): Buffer => {
    const key = keyFor('dataRequest', transactionKey(initial, ksn))
    const clear = Buffer.from(track, 'latin1')
    return cbc(key, Buffer.concat([clear, Buffer.alloc((BLOCK - (clear.length % BLOCK)) % BLOCK)]))
  }
  return {
    ...hid,
    swipe: (track2) => {
      const track = `;${track2}?`
      const next = nextKsn(ksn)
      if (layout === 'magtek-classic') hid.report(classic(track))
      else if (!next) hid.report(magnesafe({ cipher: Buffer.alloc(0), masked: '', ksn, encryption: 0x07 }))
      else {
        ksn = next
        const swiped = { cipher: encrypted(track), masked: maskedTrack(track), ksn }
        hid.report(layout === 'magnesafe' ? magnesafe({ ...swiped, encryption: 0x06 }) : idTech(swiped, reportBytes))
      }
    },
    misread: () => {
      const report = Buffer.alloc(reportBytes)
      report.writeUInt8(1, 1)
      // Encrypts, and has keys left.
      if (layout === 'magnesafe') report.writeUInt8(0x06, 494)
      hid.report(report)
    },
  }
}

interface Swiped {
  readonly cipher: Uint8Array
  readonly masked: string
  readonly ksn: Uint8Array
}

/** Cipher block chaining, from nought (as the readers' manuals say). */
function cbc(key: Uint8Array, clear: Buffer): Buffer {
  let before = Buffer.alloc(BLOCK)
  const blocks: Buffer[] = []
  for (let at = 0; at < clear.length; at += BLOCK) {
    const mixed = Buffer.from(clear.subarray(at, at + BLOCK).map((byte, index) => byte ^ (before[index] ?? 0)))
    before = Buffer.from(desEncrypt(key, mixed))
    blocks.push(before)
  }
  return Buffer.concat(blocks)
}

/** As a reader masks it: six digits and four of the number, noughts between; expiry and service code as they are. */
function maskedTrack(track: string): string {
  const [number = '', rest = ''] = track.slice(1).split('=')
  const shown = number.slice(0, 6) + '0'.repeat(Math.max(0, number.length - 10)) + number.slice(-4)
  return `;${shown}=${rest.slice(0, 7)}${'0'.repeat(Math.max(0, rest.length - 8))}?`
}

/** By the table of `drivers/reader/magnesafe.ts`: a second track alone. */
function magnesafe({ cipher, masked, ksn, encryption }: Swiped & { readonly encryption: number }): Buffer {
  const report = Buffer.alloc(MAKES.magnesafe.reportBytes)
  report.writeUInt8(cipher.length, 4)
  report.set(cipher, 119)
  report.writeUInt8(encryption, 494)
  report.set(ksn, 495)
  report.writeUInt8(masked.length, 506)
  report.write(masked, 620, 'latin1')
  return report
}

/** By the table of `drivers/reader/id-tech.ts`: second track, masked and encrypted, and the KSN. */
function idTech({ cipher, masked, ksn }: Swiped, reportBytes: number): Buffer {
  const card = Buffer.from([
    0x80,
    0,
    0,
    masked.length,
    0,
    0x02,
    0x82,
    ...Buffer.from(masked, 'latin1'),
    ...cipher,
    ...ksn,
  ])
  const lrc = card.reduce((so, byte) => so ^ byte, 0)
  const sum = card.reduce((so, byte) => (so + byte) & 0xff, 0)
  const report = Buffer.alloc(reportBytes)
  report.set([2, card.length & 0xff, card.length >> 8, ...card, lrc, sum, 3])
  return report
}

function classic(track: string): Buffer {
  const report = Buffer.alloc(MAKES['magtek-classic'].reportBytes)
  report.writeUInt8(track.length, 4)
  report.write(track, 117, 'latin1')
  return report
}
