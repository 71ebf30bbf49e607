import type { DiskTrouble } from '#drivers/disk/port'
import { describe, expect, it } from 'vitest'
import { sentenceOf, type StationRefusal } from './sentences.ts'

const TROUBLES: readonly DiskTrouble[] = ['missing', 'exists', 'denied', 'read-only', 'full', 'io']
const file = '/data/journal/0000000000000001.jsonl'
const broken = '/data/settings/station.json'

/** Each refusal with the facts that its sentence must name, so that a person can act on it. */
const REFUSALS: readonly (readonly [StationRefusal, readonly string[]])[] = [
  [{ why: 'record-not-understood', sequence: 7341 }, ['7341']],
  [{ why: 'file-broken', file: broken, cause: 'not JSON' }, [broken, 'not JSON']],
  [{ why: 'not-provisioned' }, ['npm start']],
  [{ why: 'restoring', folder: '/data' }, ['/data', 'npm run backup -- restore']],
  [{ why: 'journal', refusal: { is: 'rot', sequence: 7341, file } }, ['7341', file]],
  [{ why: 'journal', refusal: { is: 'truncated', sequence: 7341 } }, ['7341']],
  [{ why: 'journal', refusal: { is: 'newer', sequence: 7341, file } }, ['7341']],
  [{ why: 'journal', refusal: { is: 'foreign', sequence: 7341, file } }, [file, 'station.json', '--data']],
  ...TROUBLES.map((fault) => [{ why: 'folder', folder: '/data', fault }, ['/data']] as const),
  ...TROUBLES.map((trouble) => [{ why: 'journal', refusal: { is: 'disk', trouble, file } }, [file]] as const),
]

describe('the sentence of a start that is refused', () => {
  it.each(REFUSALS.map(([refusal, facts]) => [JSON.stringify(refusal), refusal, facts] as const))(
    'says in both languages what is wrong and what to do next: %s',
    (_name, refusal, facts) => {
      const { zh, en } = sentenceOf(refusal)
      expect(zh).toMatch(/\p{Script=Han}.*。$/u)
      expect(en).toMatch(/^\S.*[^.]\.$/)
      expect(zh).toMatch(/请/)
      expect(en).toMatch(/Install|Correct|Copy|Check|Give|Free|Start|Run/)
      for (const fact of facts) {
        expect(zh).toContain(fact)
        expect(en).toContain(fact)
      }
    },
  )

  it('is another one for each cause', () => {
    const folder = (fault: DiskTrouble) => sentenceOf({ why: 'folder', folder: '/data', fault }).en
    expect(new Set([folder('missing'), folder('denied'), folder('full'), folder('io')]).size).toBe(4)
  })
})
