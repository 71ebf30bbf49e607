import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { generateKeyPairSync } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { EXIT, runCommand } from '../../build/hub/command.ts'
import { makeRealDisk } from '#drivers/disk/real'
import { makeNatsHub } from '#drivers/hub/nats'
import { makeRealRandom } from '#drivers/random/real'
import { openStations } from '#main/head-office/stations'
import { clock } from './hub.ts'

/** `npm run hub` as head office's people use it, with a hub of this machine. */
const folder = mkdtempSync(join(tmpdir(), 'hub-command-'))
const office = join(folder, 'office')
const disk = makeRealDisk()
const closing = new AbortController()
let serving: Promise<number>
const served: string[] = []
const READY_MS = 30_000

const ran = async (...args: readonly string[]) => {
  const lines: string[] = []
  const code = await runCommand({
    ...{ disk, clock, random: makeRealRandom(), folder: office, closing: new AbortController().signal },
    ...{ args, say: (line) => void lines.push(line) },
  })
  return { code, text: lines.join('\n') }
}
const pemAt = (name: string): string => {
  const path = join(folder, name)
  if (!existsSync(path)) {
    const { publicKey } = generateKeyPairSync('ed25519', {
      ...{ publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } },
    })
    writeFileSync(path, publicKey)
  }
  return path
}
async function wayIn(out: string, shop: string, station: string): Promise<string> {
  const { servers } = JSON.parse(readFileSync(join(office, 'hub.json'), 'utf8')) as { servers: string[] }
  const [ca, credentials] = [readFileSync(join(out, 'hub-ca.pem'), 'utf8'), readFileSync(join(out, 'hub.creds'))]
  const line = await makeNatsHub({ servers, ca, credentials, shop, station }, clock).connect(closing.signal)
  if (line.is !== 'line') return line.is
  const newest = await line.newest(`j.${shop}.${station}`)
  await line.close()
  return newest.is
}

beforeAll(async () => {
  serving = runCommand({
    ...{ disk, clock, random: makeRealRandom(), folder: office, closing: closing.signal },
    ...{ args: [], say: (line) => void served.push(line) },
  })
  for (let waited = 0; served.length < 4; waited += 50) {
    if (waited > READY_MS) throw new Error(served.join('\n'))
    await sleep(50)
  }
})
afterAll(async () => {
  closing.abort()
  expect(await serving).toBe(EXIT.done)
  rmSync(folder, { recursive: true, force: true })
})

it('has two stations let in from its beginning', async () => {
  for (const station of ['01', '02'])
    expect(await wayIn(join(office, 'stations', `s01-${station}`, 'hub'), 's01', station)).toBe('heard')
})

it('lets a station of a new shop in, by the key that it names, and lists it', async () => {
  const out = join(folder, 'out')
  const { code } = await ran('enrol', '07', '--shop', 's02', '--identity', pemAt('07.pub'), '--out', out)
  expect([code, await wayIn(out, 's02', '07')]).toEqual([EXIT.done, 'heard'])
  const [entry] = (await openStations(disk, join(office, 'stations.json'))).data.stations.slice(-1)
  const [, key] = readFileSync(pemAt('07.pub'), 'utf8').split('\n')
  expect(entry).toMatchObject({ shop: 's02', station: '07', publicKey: key, revokedAt: null })
  expect((await ran('list')).text).toContain('s02/07')
})

it('lets a station in no more that is revoked, and keeps its key; a second enrolment ends the first', async () => {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  const asked = (out: string, pem: string) =>
    ran('enrol', '08', '--shop', 's02', '--identity', pemAt(pem), '--out', out)
  await asked(first, '08.pub')
  await asked(second, '08-new.pub')
  expect([await wayIn(first, 's02', '08'), await wayIn(second, 's02', '08')]).toEqual(['refused', 'heard'])
  expect((await ran('revoke', '08')).code).toBe(EXIT.done)
  expect(await wayIn(second, 's02', '08')).toBe('refused')
  const { stations } = (await openStations(disk, join(office, 'stations.json'))).data
  const ours = stations.filter(({ station }) => station === '08')
  expect(ours.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, true])
  expect((await ran('revoke', '08')).code).toBe(EXIT.refused)
})

it('says what is missing, and does nothing', async () => {
  const before = readFileSync(join(office, 'stations.json'), 'utf8')
  const enrol = (station: string, ...more: string[]) =>
    ran('enrol', station, '--out', join(folder, 'none'), '--shop', 's01', '--identity', pemAt('07.pub'), ...more)
  for (const asked of [enrol('7'), enrol('x*'), enrol('07', '--days', '0'), enrol('07', '--days', 'x')])
    expect((await asked).code).toBe(EXIT.refused)
  writeFileSync(join(folder, 'text'), 'no key')
  for (const args of [
    ['enrol', '07', '--shop', 's.1', '--identity', pemAt('07.pub'), '--out', folder],
    ['enrol', '07', '--shop', 's01', '--identity', join(folder, 'text'), '--out', folder],
    ['enrol', '07', '--shop', 's01', '--identity', join(folder, 'nothing'), '--out', folder],
    ['revoke', '99'],
    ['make', '--nodes', 'a,b'],
  ])
    expect((await ran(...args)).code).toBe(EXIT.refused)
  for (const args of [['nonsense'], ['enrol', '07'], ['list', 'x'], ['list', '--port', '1'], ['make'], ['--bad', '1']])
    expect((await ran(...args)).code).toBe(EXIT.usage)
  expect(readFileSync(join(office, 'stations.json'), 'utf8')).toBe(before)
})

it('keeps keys for its own user of the operating system alone', () => {
  const files = readdirSync(office, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(nk|key|creds)$/.test(name),
  )
  expect(files.length).toBeGreaterThan(8)
  for (const name of files) expect(statSync(join(office, name)).mode & 0o077, name).toBe(0)
})

it('writes down what each of three servers reads', async () => {
  const other = join(folder, 'other')
  const made = await ran('make', '--nodes', 'hub1.example,hub2.example,hub3.example', '--office', other)
  expect(made.code).toBe(EXIT.done)
  for (const name of ['hub1.example', 'hub2.example', 'hub3.example'])
    expect(readdirSync(join(other, 'nodes', name)).sort()).toEqual([
      'ca.pem',
      'nats-server.conf',
      'server.key',
      'server.pem',
    ])
  expect((await ran('push', '--office', other)).code).toBe(EXIT.refused)
})
