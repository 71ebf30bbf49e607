import { describe, expect, it } from 'vitest'
import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import type { Hub } from '#drivers/hub/port'
import { makeVirtualHub } from '#drivers/hub/virtual'
import { SILENT } from '#drivers/log/pino'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { openJournal, type Written } from '#journal/journal'
import { formatLine } from '#journal/line'
import { listSegments } from '#journal/segments'
import { verifyFolder } from '#journal/verify'
import { bentHub } from '../../tests/sync/bent.ts'
import { passing } from '../../tests/world/passing.ts'
import { copied, write } from '../../tests/sync/clones.ts'
import { IDENTITY, SENDER } from '../../tests/sync/day.ts'
import { FOLDER, openSyncing } from '../../tests/sync/station.ts'
import { ed25519In } from '../ed25519.ts'
import { batchMessage, subjectOf } from './batch.ts'
import { ALIVE_MS, COMING_MS, fastForward, REACH_MS, type ForwardFrom } from './fast-forward.ts'

const SUBJECT = subjectOf(SENDER)
const MINUTE_MS = 60_000

/** A station that has sent `before` records when its image is made, and `after` more since. */
async function box(before: number, after: number, seed = 1) {
  const clock = makeVirtualClock(Date.UTC(2026, 4, 4, 1))
  const random = makeVirtualRandom(seed)
  const hub = makeVirtualHub(clock)
  const [disk, image] = [2, 3].map((nth) => makeVirtualDisk(makeVirtualRandom(seed ^ nth).below))
  if (!disk || !image) throw new Error('two disks')
  const parts = { clock, random, hub: hub.hubOf(SUBJECT), identity: IDENTITY, sender: SENDER }
  const station = await openSyncing({ ...parts, disk })
  if (!station) throw new Error('it opens')
  await write(station, random, before)
  await clock.advance(MINUTE_MS)
  await copied(disk, image)
  await write(station, random, after)
  await clock.advance(MINUTE_MS)
  // Putting an image back takes its time.
  await clock.advance(ALIVE_MS)
  station.leave()
  return { clock, random, hub, disk, image, parts, key: mustKey() }
}
type Box = Awaited<ReturnType<typeof box>>

function mustKey() {
  const key = ed25519In(IDENTITY.publicKey)
  if (!key) throw new Error('a key')
  return key
}

/** Opens the image as a start does; gives how many records were taken, and how long it took. */
async function opened(
  { clock, hub, key }: Box,
  disk: VirtualDisk,
  own: Partial<ForwardFrom> = {},
  through = (line: Hub) => line,
) {
  const parts = { hub: through(hub.hubOf(SUBJECT)), sender: SENDER, key, clock, log: SILENT }
  let taken = 0
  let isWhole = false
  const seen: Written[] = []
  const beganMs = clock.elapsedMs()
  const opening = openJournal({
    ...{ disk: disk.process(), folder: FOLDER, journal: '01-e1', segmentBytes: 6_000 },
    replay: (line) => void seen.push(line),
    ahead: async (at) => {
      const found = await fastForward(parts, { ...at, isWanted: true, understands: () => true, ...own })
      taken = found.lines.length
      isWhole = found.isWhole
      return found.lines
    },
  })
  const journal = await passing(clock, opening)
  if (!journal.ok) throw new Error(JSON.stringify(journal.refusal))
  return {
    ...{ taken, isWhole },
    tookMs: clock.elapsedMs() - beganMs,
    head: journal.value.head().seq,
    seen,
    close: journal.value.close,
  }
}

async function bytesOf(disk: VirtualDisk): Promise<string> {
  const at = disk.process()
  const all = await Promise.all((await listSegments(at, FOLDER)).map(({ path }) => at.read(path)))
  return Buffer.concat(all).toString('latin1')
}

describe('an image that was put back', () => {
  it.each([1, 30, 700])('takes the %i records that the hub has behind it, byte for byte', async (after) => {
    const all = await box(12, after)
    const { taken, head, seen, close } = await opened(all, all.image)
    expect([taken, head]).toEqual([after, 12 + after])
    expect(seen.map(({ record }) => record.seq)).toEqual(Array.from({ length: head }, (_, nth) => nth + 1))
    await close()
    expect(await bytesOf(all.image)).toBe(await bytesOf(all.disk))
    expect(await verifyFolder(all.image.process(), FOLDER)).toMatchObject({ faults: [], torn: null, strays: [] })
    // And goes on from there as if nothing had been.
    const station = await openSyncing({ ...all.parts, disk: all.image })
    await station?.write({ text: 'on' })
    await all.clock.advance(MINUTE_MS)
    expect(station?.uplink.state()).toEqual({ is: 'up-to-date' })
    station?.leave()
  })

  it('of all that there was is filled from nothing', async () => {
    const all = await box(3, 50)
    const empty = makeVirtualDisk(makeVirtualRandom(9).below)
    expect(await opened(all, empty)).toMatchObject({ taken: 53, head: 53, isWhole: true })
    expect(await bytesOf(empty)).toBe(await bytesOf(all.disk))
  })

  it('takes nothing where something was written since', async () => {
    const all = await box(12, 30)
    const own = await openSyncing({ ...all.parts, disk: all.image, hub: away })
    await own?.write({ text: 'sold without a line' })
    own?.leave()
    expect(await opened(all, all.image)).toMatchObject({ taken: 0, head: 13, isWhole: false })
  })

  it('takes nothing where nothing is missing, where it is not wanted, and of no other branch', async () => {
    const all = await box(12, 30)
    expect(await opened(all, all.disk)).toMatchObject({ taken: 0, head: 42, isWhole: true })
    expect(await opened(all, all.image, { isWanted: false })).toMatchObject({ taken: 0, head: 12, isWhole: false })
    expect(await opened(all, all.image, { journal: '01-e2' })).toMatchObject({ taken: 0, head: 12, isWhole: false })
  })

  it('takes nothing that this version does not understand, nor where a later one has sent', async () => {
    const all = await box(12, 30)
    expect(await opened(all, all.image, { understands: () => false })).toMatchObject({
      taken: 0,
      head: 12,
      isWhole: false,
    })
    all.hub.put(ofLaterVersion(all))
    expect(await opened(all, all.image)).toMatchObject({ taken: 0, head: 12, isWhole: false })
  })

  it('takes nothing of a machine that may be in the midst of something', async () => {
    const all = await box(12, 30)
    const other = await openSyncing({ ...all.parts, disk: all.disk })
    await other?.write({ text: 'it lives' })
    await all.clock.advance(5_000)
    expect(await opened(all, all.image)).toMatchObject({ taken: 0, head: 12, isWhole: false })
    await all.clock.advance(ALIVE_MS)
    expect(await opened(all, all.image)).toMatchObject({ taken: 31, head: 43, isWhole: true })
    other?.leave()
  })

  it('takes all of it or nothing: what was lost in the midst can not be jumped over', async () => {
    const all = await box(12, 900)
    const [, , third] = all.hub.messages()
    all.hub.lose(third?.place ?? 0)
    expect(await opened(all, all.image)).toMatchObject({ taken: 0, head: 12, isWhole: false })
  })

  it('is not misled by junk, nor by what was sent again', async () => {
    const all = await box(12, 900)
    const [first, second] = all.hub.messages()
    if (!first || !second) throw new Error('there are messages')
    all.hub.put({ subject: SUBJECT, headers: first.headers, payload: first.payload.subarray(1) })
    expect(await opened(all, all.image)).toMatchObject({ taken: 900 })
  })
})

describe('a start', () => {
  it('without a network waits no longer than its limit, and takes nothing', async () => {
    const all = await box(12, 30)
    all.hub.setAway('unreachable')
    expect(await opened(all, all.image)).toMatchObject({ taken: 0, tookMs: expect.any(Number) as number })
    all.hub.setAway(null)
    all.hub.will(...Array.from({ length: 9 }, () => 'lose-request' as const))
    const { taken, tookMs } = await opened(all, all.image)
    expect(taken).toBe(0)
    expect(tookMs).toBeLessThanOrEqual(2 * REACH_MS + 1_000)
  })

  it('whose line falls silent in the midst takes nothing, within the longer limit', async () => {
    const all = await box(12, 900)
    const silent = (hub: Hub) => bentHub(hub, () => ({ from: () => Promise.resolve({ is: 'silence' as const }) }))
    expect(await opened(all, all.image, {}, silent)).toMatchObject({ taken: 0, isWhole: false })
    const slow = (hub: Hub) =>
      bentHub(hub, (line) => ({
        from: async (...of) => {
          await all.clock.wait(COMING_MS)
          return line.from(...of)
        },
      }))
    const { taken, isWhole, tookMs } = await opened(all, all.image, {}, slow)
    expect([taken, isWhole]).toEqual([0, false])
    expect(tookMs).toBeLessThanOrEqual(COMING_MS + 1_000)
  })

  it('that is cut off at any call of the disk leaves whole records, and the next one goes on', async () => {
    const all = await box(12, 60)
    const whole = await bytesOf(all.disk)
    const files = all.image.files()
    const [cut, met] = [new Set<number>(), new Set<number>()]
    for (let call = 1; ; call++) {
      all.image.putBack(files)
      all.image.cutPowerAfter(call)
      const first = await opened(all, all.image).catch(() => null)
      if (first !== null) break
      const { faults, head, strays } = await verifyFolder(all.image.process(), FOLDER)
      expect([call, faults, strays]).toEqual([call, [], []])
      met.add(head.seq)
      expect(whole.startsWith(await bytesOf(all.image))).toBe(true)
      cut.add(call)
      expect(await opened(all, all.image)).toMatchObject({ taken: 72 - head.seq, head: 72 })
      expect(await bytesOf(all.image)).toBe(whole)
    }
    expect(cut.size).toBeGreaterThan(20)
    // Some of it was there, and some not.
    expect([...met].some((seq) => seq > 12 && seq < 72)).toBe(true)
  })
})

const away = { connect: () => Promise.resolve({ is: 'unreachable' as const }) }

/** A line as a later version writes it, signed by the station's own key. */
function ofLaterVersion({ hub }: Box) {
  const last = hub.messages().at(-1)
  const [seq, prev] = [Number(last?.headers['J-Last'] ?? 0) + 1, last?.headers['J-Hash'] ?? '']
  const record = { v: 1, j: '01-e1', seq, ts: 1, prev, txn: 'later-1', type: 'test', body: {} } as const
  const { bytes, hash } = formatLine({ ...record, v: 2 as unknown as 1 }, seq - 1)
  const run = { branch: '01-e1', first: seq, last: seq, prev, hash, payload: bytes }
  return batchMessage(SENDER, run, IDENTITY.sign)
}
