import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readApdu } from './apdu.ts'
import { beginT0, type T0 } from './t0.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

function begun(command: string): T0 {
  const apdu = readApdu(hex(command))
  const t0 = apdu && beginT0(apdu)
  if (!t0) throw new Error('no command for T=0')
  return t0
}
function says(t0: T0, answer: string): string {
  const step = t0.take(hex(answer))
  if (step.is === 'misread') return step.is
  return step.is === 'send' ? text(step.bytes) : `= ${text(step.bytes)}`
}

describe('an APDU on T=0', () => {
  it.each([
    ['nothing there, nothing back', '00 84 00 00', '0084000000', '9000', '= 9000'],
    ['something back', '00 B0 00 00 02', '00B0000002', 'AABB9000', '= AABB9000'],
    ['as much as there is, at most 256', '00 B0 00 00 00', '00B0000000', '6A82', '= 6A82'],
    ['something there', '00 D0 00 00 02 11 22', '00D00000021122', '9000', '= 9000'],
    ['a warning is an answer', '00 D0 00 00 01 11 00', '00D000000111', '6300', '= 6300'],
  ])('%s', (_name, command, first, answer, end) => {
    const t0 = begun(command)
    expect([text(t0.first), says(t0, answer)]).toEqual([first, end])
  })

  it('sends again with the length that the card says, once', () => {
    const t0 = begun('00 B0 00 00 00')
    expect(says(t0, '6C 03')).toBe('00B0000003')
    expect(says(t0, 'AABBCC 9000')).toBe('= AABBCC9000')
    const stubborn = begun('00 B0 00 00 03')
    expect(says(stubborn, '6C 03')).toBe('= 6C03')
  })

  it('fetches what is to come back, in as many parts as the card has', () => {
    const t0 = begun('00 A4 04 00 01 77 00')
    expect(text(t0.first)).toBe('00A404000177')
    expect(says(t0, '61 02')).toBe('00C0000002')
    expect(says(t0, 'AABB 61 01')).toBe('00C0000001')
    expect(says(t0, 'CC 9000')).toBe('= AABBCC9000')
  })

  it('fetches no more than is wanted, also where the card only says that all is well', () => {
    const t0 = begun('01 A4 04 00 01 77 02')
    // In the same logical channel.
    expect(says(t0, '61 09')).toBe('01C0000002')
    expect(says(t0, 'AABB 61 07')).toBe('= AABB6107')
    const well = begun('80 A8 00 00 02 83 00 10')
    expect(says(well, '9000')).toBe('00C0000010')
    expect(says(well, '6C 02')).toBe('00C0000002')
    expect(says(well, 'AABB 9000')).toBe('= AABB9000')
  })

  it('takes nothing that can not be', () => {
    expect(says(begun('00 84 00 00'), 'AA 9000')).toBe('misread')
    expect(says(begun('00 B0 00 00 02'), 'AABBCC 9000')).toBe('misread')
    expect(says(begun('00 B0 00 00 02'), '90')).toBe('misread')
    const endless = begun('00 B0 00 00 00')
    let said = ''
    for (let times = 0; times < 1_000 && said !== 'misread'; times++) said = says(endless, times % 2 ? '6C01' : '6C02')
    expect(said).toBe('misread')
  })

  it('has no bytes for one of extended length', () => {
    const apdu = readApdu(hex('00 B0 00 00 00 01 00'))
    expect(apdu && beginT0(apdu)).toBeNull()
  })
})

describe('a command APDU', () => {
  it.each([
    ['00 84 00 00', { wanted: null, extended: false }],
    ['00 B0 00 00 00', { wanted: 256 }],
    ['00 D0 00 00 02 11 22', { data: hex('1122'), wanted: null }],
    ['00 D0 00 00 02 11 22 05', { data: hex('1122'), wanted: 5 }],
    ['00 B0 00 00 00 00 00', { wanted: 65_536, extended: true }],
    ['00 D0 00 00 00 00 02 11 22', { data: hex('1122'), wanted: null, extended: true }],
    ['00 D0 00 00 00 00 02 11 22 01 00', { data: hex('1122'), wanted: 256, extended: true }],
  ])('is read by its lengths: %s', (command, expected) => {
    expect(readApdu(hex(command))).toMatchObject(expected)
  })

  it.each([
    '',
    '00 84 00',
    '00 D0 00 00 03 11 22',
    '00 D0 00 00 01 11 22 33',
    '00 B0 00 00 00 01',
    '00 D0 00 00 00 00 03 11',
  ])('is none: %s', (command) => {
    expect(readApdu(hex(command))).toBeNull()
  })

  it('never holds more data than it has bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const apdu = readApdu(bytes)
        if (apdu) expect(apdu.data.length).toBeLessThanOrEqual(bytes.length - 4)
      }),
    )
  })
})
