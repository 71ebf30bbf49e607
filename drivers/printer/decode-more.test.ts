import { describe, expect, it } from 'vitest'
import { decode } from './decode.ts'
import { COMMANDS_OF_OTHERS } from './decode-more.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const lines = (hex: string) => {
  const decoded = decode(bytes(hex), COMMANDS_OF_OTHERS)
  expect(decoded).toMatchObject({ ok: true })
  return decoded.printed.map((each) => (each.is === 'line' ? each.text : each.is))
}

describe('what jobs of others hold', () => {
  it.each([
    ['from the margin', '1d4c1800 1b240c00 61 0a', ['   a']],
    ['from here', '61 1b5c1800 62 1b5c0c00 63 0a', ['a  b c']],
    ['back over blanks', '61 1b5c3000 1b5ce8ff 62 0a', ['a  b']],
    ['a margin that stays for each line', '1d4c1800 61 0a 62 0a 0a', ['  a', '  b', '']],
    ['wide signs, which take their columns', '1d2110 61 62 1d2100 63 0a', ['a b c']],
    ['a half column, counted down', '1b240600 61 0a', ['a']],
    ['a rule of the code page', '1b7401 9595 0a', ['──']],
  ])('stands where they put it: %s', (_name, hex, text) => {
    expect(lines(hex)).toEqual(text)
  })

  it('has the height and the weight of its first sign', () => {
    const styled = decode(
      bytes('1d2110 61 0a 1d2101 62 1d2100 63 0a 1d2100 1b4531 64 1b4530 65 0a'),
      COMMANDS_OF_OTHERS,
    )
    expect(styled.printed).toMatchObject([
      { text: 'a', size: 'normal', bold: false },
      { text: 'bc', size: 'large', bold: false },
      { text: 'de', size: 'normal', bold: true },
    ])
  })

  it('may hold a picture, printed where it is told to', () => {
    const sent = '1d384c0c000000 3070300101310800 0200 ff81'
    expect(lines(`61 0a ${sent} 1d284c02003032 62 0a`)).toEqual(['a', 'picture', 'b'])
    expect(lines(`${sent} 61 0a`)).toEqual(['a'])
  })

  it.each([
    ['over a sign that is there', '6161 1b240000 62 0a', 6],
    ['left of the paper', '1b5cffff 61 0a', 0],
    ['far beyond any paper', '1b5cff7f 1b5cff7f 1b5cff7f 61 0a', 8],
    ['a picture that is not as large as it says', '1d384c0b000000 3070300101310800 0200 ff', 0],
    ['a picture that was not sent', '1d284c02003032', 0],
    ['a margin in the midst of a line', '61 1d4c1800', 1],
    ['a rule of no code page', '9595 0a', 0],
    ['a code page that we do not know', '1b7410', 0],
    ['upside down', '1b7b01', 0],
  ])('fails at %s', (_name, hex, offset) => {
    expect(decode(bytes(hex), COMMANDS_OF_OTHERS)).toMatchObject({ ok: false, why: 'malformed', offset })
  })

  it.each(['1b240c00 61 0a', '61 1b4531 62 0a', '1d4c1800', '1b7401 95 0a', '1d2110 61 0a'])(
    'is never taken for a job of ours: %s',
    (hex) => {
      expect(decode(bytes(hex)).ok).toBe(false)
    },
  )
})
