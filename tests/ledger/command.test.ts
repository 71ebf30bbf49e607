import { beforeAll, expect, it } from 'vitest'
import { formatMessage } from '#drivers/ledger/file-feed'
import type { HubMessage } from '#drivers/hub/port'
import { readPrometheus } from '../world/prometheus.ts'
import { ROOT } from '../sources.ts'
import { asked, oneCluster } from './cluster.ts'
import { batchOf, lived, NEW_LIFE, newIdentity, restored, some, type Life } from './lives.ts'
import { comes } from './projecting.ts'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** `npm run ledger`, as head office types it. */
const SENDER = { shop: 's01', station: '01' }
const identity = newIdentity()
const life = lived(NEW_LIFE, '01', some(6))
const cluster = oneCluster()
let database: string

beforeAll(async () => {
  database = await cluster().database('commanded')
})

const PROGRAM = join(ROOT, 'build/ledger.ts')
function ran(...args: string[]) {
  const env = { ...process.env, LEDGER_DATABASE: database }
  const { status, stdout } = spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', env })
  return { status, said: stdout }
}
const message = (place: number, first: number, last: number): HubMessage => {
  const { subject, headers, payload } = batchOf({ sender: SENDER, identity }, life, { first, last })
  return { place, subject, headers, payload }
}

it('makes the ledger, takes a station in, reads a hub, says how it stands, and checks it', async () => {
  expect(ran('migrate')).toEqual({
    status: 0,
    said: expect.stringContaining('records, append, views, rights') as string,
  })
  expect(ran('migrate').said).toContain('as it should be')
  expect(ran('enrol', 's01', '01', 'no key').status).toBe(1)
  expect(ran('enrol', 's01', '01', identity.publicKey).status).toBe(0)

  const file = join(cluster().folder, 'messages.jsonl')
  writeFileSync(file, formatMessage(message(1, 1, 3)))
  const child = spawn(process.execPath, [PROGRAM, 'run', '--from', file, '--metrics', '0', '--database', database])
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const address = said.toString().trim()
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
  const newest = async () => {
    const { samples } = readPrometheus(await (await fetch(address)).text())
    return samples.find(({ name }) => name === 'cashier_ledger_station_newest_seq')?.value
  }
  await comes(async () => (await newest()) === 3)
  // Live: what comes is there at once; half a line is no message yet.
  const whole = formatMessage(message(2, 4, 6))
  appendFileSync(file, whole.slice(0, 40))
  appendFileSync(file, whole.slice(40))
  await comes(async () => (await newest()) === 6)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])

  const { status, said: standing } = ran('status')
  expect([status, standing]).toEqual([0, expect.stringContaining(`01-e1 6 ${life.hashes[5] ?? ''}`)])
  expect(ran('check')).toEqual({ status: 0, said: expect.stringContaining('6 / 2 / 1') as string })
  await asked(database, "UPDATE ledger.records SET txn = 'other' WHERE seq = 2")
  expect(ran('check')).toEqual({ status: 1, said: expect.stringContaining('✕ s01 01 01-e1 2:') as string })
  expect([ran('rescan').status, ran('revoke', 's01', '01').status, ran('revoke', 's01', '01').status]).toEqual([
    0, 0, 1,
  ])
  expect(ran('status').said).toContain('✕ s01 01')
})

it('shows where a station’s branches part, and how many records each has alone', async () => {
  const office = { shop: 's01', station: '03' }
  expect(ran('enrol', 's01', '03', identity.publicKey).status).toBe(0)
  const first = lived(NEW_LIFE, '03', some(9))
  const second = lived(restored(first, '03', 6, 2), '03', some(3))
  const sent = (place: number, of: Life, from: number, to: number): string => {
    const { subject, headers, payload } = batchOf({ sender: office, identity }, of, { first: from, last: to })
    return formatMessage({ place, subject, headers, payload })
  }
  const file = join(cluster().folder, 'parted.jsonl')
  const late = lived(first, '03', some(1))
  // Both lives; then the older one once more, which is refused.
  writeFileSync(file, [sent(1, first, 1, 9), sent(2, second, 7, 10), sent(3, late, 10, 10)].join(''))
  const child = spawn(process.execPath, [PROGRAM, 'run', '--from', file, '--database', database])
  await comes(() => Promise.resolve(ran('status').said.includes('frozen')))
  child.kill('SIGTERM')
  await once(child, 'exit')
  const { said } = ran('status')
  expect(said).toContain('· s01 03 03-e1  +9  ! 1')
  expect(said).toContain('› s01 03 03-e2  03-e1 6 ⑂ (03-e1 +3)  +4')
})

it('says what it does not understand, and what does not answer', () => {
  for (const args of [
    [],
    ['sell'],
    ['enrol', 's01'],
    ['check', '--from', 'x'],
    ['run', '--metrics', 'x'],
    ['run', '--x'],
  ])
    expect(ran(...args)).toEqual({ status: 2, said: expect.stringContaining('usage') as string })
  expect(ran('run').status).toBe(1)
  const away = ran('status', '--database', 'postgresql://nobody@127.0.0.1:1/none')
  expect(away).toEqual({ status: 1, said: expect.stringContaining('See that it runs') as string })
})
