import fc from 'fast-check'
import { expect, it } from 'vitest'
import { profiles } from '../../../tests/acquirer/arbitrary.ts'
import { checkProfile, CUP_CLASSIC, type AcquirerProfile, type F60Digits } from './profile.ts'

const saidOf = (switches: Partial<AcquirerProfile>): readonly string[] => {
  const checked = checkProfile({ ...CUP_CLASSIC, ...switches })
  return checked.ok ? [] : checked.contradictions.map(({ en }) => en)
}

it('the default is sound, and so is every combination that the tests use', () => {
  expect(checkProfile(CUP_CLASSIC)).toEqual({ ok: true })
  fc.assert(
    fc.property(profiles, (profile) => {
      expect(checkProfile(profile)).toEqual({ ok: true })
    }),
  )
})

const BROKEN: readonly (readonly [Partial<AcquirerProfile>, RegExp])[] = [
  [{ macKind: 'sm4', makBytes: 16 }, /MAC by SM4/],
  [{ keyLayout: '005', makBytes: 16 }, /MAC by SM4/],
  [{ keyLayout: '001', makBytes: 16 }, /layout 001/],
  [{ keyLayout: '005', macKind: 'sm4' }, /MAK of SM4/],
  [{ macKind: 'x9.19' }, /X9\.19/],
  [{ macKind: 'x9.9', makBytes: 16 }, /X9\.9/],
  [{ f60Digits: 14 as F60Digits }, /F60/],
  [{ tpdu: '6100030000' }, /A TPDU is/],
  [{ tpdu: '6000030003' }, /two addresses/],
  [{ header: '60310031100' }, /A header/],
  [{ header: '603103311003' }, /A header/],
  [{ responseMs: 0 }, /wait for an answer/],
  [{ responseMs: 1_000.5 }, /wait for an answer/],
  [{ reversalRetries: 11 }, /reversal is repeated/],
  [{ lengthLimit: 65_536 }, /limit for a message/],
]
it.each(BROKEN)('%o is named', (switches, sentence) => {
  const said = saidOf(switches)
  expect(said).toHaveLength(1)
  expect(said[0]).toMatch(sentence)
})

it('every contradiction is named at once, in both languages', () => {
  const checked = checkProfile({ ...CUP_CLASSIC, tpdu: '', header: '', reversalRetries: -1 })
  expect(checked.ok ? [] : checked.contradictions).toHaveLength(3)
  expect(checked.ok || checked.contradictions.every(({ zh }) => /[\u4e00-\u9fff].*。$/.test(zh))).toBe(true)
})
