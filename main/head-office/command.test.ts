import { DEFAULT_POLICY } from '#domain/policy'
import { writeWhole } from '#journal/files'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { expect, it } from 'vitest'
import { checkToken } from './check.ts'
import { runCommand } from './command.ts'
import { headOfficeIn, trustOf } from './trust.ts'

const NOW_MS = Date.UTC(2026, 4, 4, 1)
const DEVICE = '0123456789ABCDEF'
const WHERE = ['--merchant', 'M1', '--terminal', 'T1', '--device', '0123-4567-89ab-cdef', '--days', '3']

function office() {
  const disk = makeVirtualDisk(makeVirtualRandom(1).below).process()
  const clock = makeVirtualClock(NOW_MS)
  const drawn: string[] = []
  const parts = { disk, clock, random: makeVirtualRandom(2), folder: '/station' }
  const run = async (...args: readonly string[]) => {
    const lines: string[] = []
    const drawQr = (path: string, text: string) => Promise.resolve(void drawn.push(path, text))
    const code = await runCommand({ ...parts, args, say: (line) => lines.push(line), drawQr })
    return { code, lines }
  }
  const check = async (code: string) => {
    const { data } = await headOfficeIn(disk, '/station')
    const where = { trust: trustOf(data), device: DEVICE, nowMs: NOW_MS, latestMs: NOW_MS, used: [] }
    const checked = checkToken(code, { kinds: ['activation'], ...where })
    return checked.ok ? 'done' : checked.why
  }
  return { run, check, disk, drawn, clock }
}

it('makes keys once, has a station trust them, makes codes that work there, and takes them back', async () => {
  const { run, check, drawn, clock } = office()
  expect((await run('keys', '--to', '/office')).code).toBe(0)
  expect((await run('keys', '--to', '/office')).code).toBe(1)
  const trusted = ['--key', '/office/head-office.pub', '--merchant', 'M1', '--terminal', 'T1']
  expect((await run('trust', ...trusted)).code).toBe(0)
  const made = await run('issue', '--key', '/office/head-office.key', ...WHERE, '--qr', '/code.svg')
  expect(made.code).toBe(0)
  const [, typed = '', scanned = ''] = made.lines
  expect([await check(typed), await check(scanned)]).toEqual(['done', 'done'])
  expect(drawn).toEqual(['/code.svg', scanned])
  const id = /[0-9a-f]{16}/.exec(made.lines[0] ?? '')?.[0] ?? ''
  expect((await run('revoke', '--key', '/office/head-office.key', 'feedfacefeedface')).code).toBe(1)
  expect((await run('revoke', '--key', '/office/head-office.key', id, '--data', '/station')).code).toBe(0)
  expect(await check(typed)).toBe('code-revoked')
  await clock.advance(1000)
  const second = await run('issue', '--key', '/office/head-office.key', ...WHERE)
  expect(await check(second.lines[1] ?? '')).toBe('done')
  const listed = (await run('list', '--dir', '/office')).lines
  expect(listed[0]).toContain('made: 2, taken back: 1')
  expect(listed.slice(1).map((line) => line[0])).toEqual(['✕', '✓'])
  expect(listed.join()).not.toContain(typed)
})

const POLICY = { merchant: 'M1', rows: DEFAULT_POLICY.rows, offlineRefundMax: 0, codeMinutes: 10, locked: true }

it('signs a policy, has a station take it, and none that is older, another’s or changed', async () => {
  const { run, disk, clock } = office()
  const write = (path: string, text: string) => writeWhole(disk, path, Buffer.from(text))
  const sign = (file: string, out: string) =>
    run('policy', '--key', '/office/head-office.key', '--policy', file, '--out', out)
  await run('keys', '--to', '/office')
  await run('trust', '--key', '/office/head-office.pub', '--merchant', 'M1', '--terminal', 'T1')
  await write('/office/policy.json', JSON.stringify(POLICY))
  await write('/office/other.json', JSON.stringify({ ...POLICY, merchant: 'M2' }))
  for (const name of ['first', 'second']) {
    expect((await sign('/office/policy.json', `/office/${name}.json`)).lines[0]).toMatch(/✓.*M1.*locked/)
    await clock.advance(1000)
  }
  await sign('/office/other.json', '/office/others.json')
  expect(await run('take-policy', '/office/second.json')).toMatchObject({ code: 0 })
  const lies = async () => (await disk.read('/station/settings/policy-from-head-office.json')).toString()
  const second = (await disk.read('/office/second.json')).toString()
  expect(await lies()).toBe(second)
  await write('/office/changed.json', second.replace('"locked": true', '"locked": false'))
  for (const [name, said] of [
    ...[['first', 'newer policy than this one of 2026-05-04'] as const, ['others', 'merchant M2'] as const],
    ...[
      ['changed', 'No key that the station trusts'] as const,
      ['policy', 'no policy that head office signed'] as const,
    ],
    ['nothing', 'There is no file'] as const,
  ]) {
    const { code, lines } = await run('take-policy', `/office/${name}.json`)
    expect([code, lines[0]]).toEqual([1, expect.stringContaining(said)])
  }
  expect(await lies()).toBe(second)
})

it.each([
  [
    'below a floor, by its line',
    { rows: [...POLICY.rows, { ...POLICY.rows[1], from: 1, asks: ['pin'] }] },
    'Line 8 (refund)',
  ],
  ['with a number out of range', { codeMinutes: 61 }, 'codeMinutes'],
  ['without an act', { rows: POLICY.rows.slice(1) }, 'an act has no line'],
  ['with a word that is none of ours', { lock: true }, 'lock'],
])('signs no policy %s', async (_what, own, said) => {
  const { run, disk } = office()
  await run('keys', '--to', '/office')
  await writeWhole(disk, '/office/policy.json', Buffer.from(JSON.stringify({ ...POLICY, ...own })))
  const files = ['--policy', '/office/policy.json', '--out', '/office/signed.json']
  const { code, lines } = await run('policy', '--key', '/office/head-office.key', ...files)
  expect([code, lines[0]]).toEqual([1, expect.stringContaining(said)])
  expect(await disk.list('/office')).not.toContain('signed.json')
})

it.each([
  [['issue', '--key', '/office/head-office.key', ...WHERE.slice(0, -1), '0'], 'days'],
  [['issue', '--key', '/office/head-office.key', ...WHERE.map((each) => each.replace('0123-', ''))], 'device'],
  [['issue', '--key', '/office/nothing', ...WHERE], 'key'],
  [['issue', '--key', '/office/codes.jsonl', ...WHERE], 'key'],
  [['trust', '--merchant', 'M1'], 'key'],
])('refuses %j and says why', async (args, about) => {
  const { run } = office()
  await run('keys', '--to', '/office')
  const { code, lines } = await run(...args)
  expect(code).toBe(1)
  expect(lines[0]).toContain(about)
})

it.each([
  ['no JSON', 'codes taken back: none'],
  ['JSON of something else', '{"ids":[]}'],
  ['a list that was cut off', '{"issuedMs":1,"ids":["00'],
])(
  'refuses a list of codes taken back that is %s, and leaves whom the station trusts as it was',
  async (_name, text) => {
    const { run, disk } = office()
    await run('keys', '--to', '/office')
    await run('trust', '--key', '/office/head-office.pub', '--merchant', 'M1', '--terminal', 'T1')
    const before = (await headOfficeIn(disk, '/station')).data
    await writeWhole(disk, '/office/notes.txt', Buffer.from(text))
    const { code, lines } = await run('trust', '--list', '/office/notes.txt')
    expect([code, ...lines]).toEqual([
      1,
      expect.stringMatching(/notes\.txt is no list .* Name the revoked\.json/) as string,
    ])
    expect((await headOfficeIn(disk, '/station')).data).toEqual(before)
  },
)

it.each([
  [[]],
  [['issue']],
  [['keys', '--to']],
  [['list', '--dir', '/a', 'more']],
  [['take-policy']],
  [['issue', '--bogus', 'x']],
])('does not understand %j, and says what it would', async (args) => {
  const { run } = office()
  const { code, lines } = await run(...args)
  expect(code).toBe(2)
  expect(lines[0]).toContain('npm run activation')
})
