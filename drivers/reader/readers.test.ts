import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIdTech } from './id-tech.ts'
import { readMagneSafe } from './magnesafe.ts'

/** Reports as the makers' manuals draw them, of a made-up card. */
const KSN = Uint8Array.from([0xff, 0xff, 0x98, 0x76, 0x54, 0x32, 0x10, 0xe0, 0x00, 0x01])
const MASKED = ';6222020000000015=30122010000000000000?'
const SHOWN = { card: '622202******0015', expiry: '3012', hasChip: true }
const bytes = (length: number, from = 1): Uint8Array => Uint8Array.from({ length }, (_, at) => (from + at) & 0xff)

interface Magne {
  readonly length?: number
  readonly status?: readonly [number, number, number]
  readonly encryption?: number
  readonly ksn?: Uint8Array
}
function magneSafe({ length = 40, status = [0, 0, 0], encryption = 6, ksn = KSN }: Magne = {}): Uint8Array {
  const report = new Uint8Array(856)
  report.set(status, 0)
  report.set([0, length, 0], 3)
  report.set(bytes(40), 119)
  report.set([0, encryption], 493)
  report.set(ksn, 495)
  report.set([0, MASKED.length, 0], 505)
  report.set(Buffer.from(MASKED), 620)
  return report
}

describe('a MagneSafe reader', () => {
  it('gives ciphertext, its key’s number and what may be shown', () => {
    expect(readMagneSafe(magneSafe())).toEqual({ ...SHOWN, cipher: 'tdes', ksn: KSN, tracks: [null, bytes(40), null] })
  })

  it('is read with what newer firmware says behind it', () => {
    expect(readMagneSafe(Uint8Array.from([...magneSafe(), 1, 2, 3]))).toMatchObject(SHOWN)
  })

  it.each<readonly [Magne, string]>([
    [{ encryption: 2 }, 'in-the-clear'],
    [{ ksn: new Uint8Array(10) }, 'in-the-clear'],
    [{ encryption: 7 }, 'keys-used-up'],
    [{ status: [0, 1, 0] }, 'misread'],
    [{ length: 0 }, 'misread'],
    [{ length: 41 }, 'garbled'],
    [{ length: 120 }, 'garbled'],
  ])('says what is wrong with %j: %s', (wrong, fault) => {
    expect(readMagneSafe(magneSafe(wrong))).toEqual({ fault })
  })

  it('makes nothing of one that is too short', () => {
    expect(readMagneSafe(magneSafe().subarray(0, 855))).toEqual({ fault: 'garbled' })
  })
})

interface IdTech {
  readonly type?: number
  readonly masked?: number
  readonly encrypted?: number
  readonly cipher?: Uint8Array
  readonly ksn?: Uint8Array
  readonly more?: Uint8Array
}
function idTech(own: IdTech = {}): Uint8Array {
  const { type = 0x80, masked = 0x82, encrypted = 0x92, cipher = bytes(40), ksn = KSN, more = bytes(0) } = own
  const head = [type, 0, 0, MASKED.length, 0, masked, encrypted]
  const tail = [...cipher, ...bytes(20, 90), ...bytes(10, 50), ...ksn, ...more]
  return frame(Uint8Array.from([...head, ...Buffer.from(MASKED), ...tail]))
}
function frame(data: Uint8Array): Uint8Array {
  const lrc = data.reduce((so, byte) => so ^ byte, 0)
  const sum = data.reduce((so, byte) => so + byte, 0) % 256
  const noughts = new Uint8Array(30)
  return Uint8Array.from([2, data.length % 256, data.length >> 8, ...data, lrc, sum, 3, ...noughts])
}

describe('an ID TECH reader', () => {
  it('gives ciphertext, its key’s number and what may be shown, in both ciphers', () => {
    expect(readIdTech(idTech())).toEqual({ ...SHOWN, cipher: 'tdes', ksn: KSN, tracks: [null, bytes(40), null] })
    const aes = { masked: 0x92, cipher: bytes(48) }
    expect(readIdTech(idTech(aes))).toEqual({ ...SHOWN, cipher: 'aes', ksn: KSN, tracks: [null, bytes(48), null] })
  })

  it.each<readonly [IdTech, string]>([
    [{ type: 0 }, 'in-the-clear'],
    [{ ksn: new Uint8Array(10) }, 'in-the-clear'],
    [{ encrypted: 0x90, cipher: bytes(0) }, 'in-the-clear'],
    [{ cipher: bytes(39) }, 'garbled'],
    [{ more: bytes(1) }, 'garbled'],
  ])('says what is wrong with %j: %s', (wrong, fault) => {
    expect(readIdTech(idTech(wrong))).toEqual({ fault })
  })

  it('makes nothing of a frame that is cut off, or whose check signs are wrong', () => {
    const whole = idTech()
    expect(readIdTech(whole.subarray(0, 60))).toEqual({ fault: 'garbled' })
    for (const at of [0, 1, 3, 20, whole.length - 33, whole.length - 32, whole.length - 31]) {
      const wrong = Uint8Array.from(whole)
      wrong[at] = (wrong[at] ?? 0) ^ 0x40
      expect(readIdTech(wrong), `byte ${at}`).toMatchObject({ fault: expect.any(String) as string })
    }
  })
})

describe('whatever a device says', () => {
  it('ends as a swipe or as a fault, and never shows more than ten digits of a card', () => {
    const any = fc.uint8Array({ maxLength: 1_000 })
    const damaged = fc.tuple(fc.constantFrom(magneSafe(), idTech()), fc.nat(), fc.nat({ max: 255 }))
    const mended = damaged.map(([report, at, byte]) => Uint8Array.from(report).fill(byte, at % 856, (at % 856) + 1))
    fc.assert(
      fc.property(fc.oneof(any, mended, any.map(frame)), (report) => {
        for (const read of [readMagneSafe(report), readIdTech(report)]) {
          if ('fault' in read || read.card === null) continue
          expect(read.card).toMatch(/^\d{6}\*{2,9}\d{4}$/)
        }
      }),
    )
  })
})
