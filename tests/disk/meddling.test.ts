import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { describe, expect, it } from 'vitest'
import { CALLS, makeMeddler, type Call } from './meddling.ts'

async function box(seed: number) {
  const { below } = makeVirtualRandom(seed)
  const world = makeVirtualDisk(below)
  const cutPower = () => world.cutPower()
  const meddler = makeMeddler({ below, failNextSync: () => world.failNextSync(), cutPower, kill: () => world.kill() })
  await world.process().makeFolder('/d')
  return { world, meddler }
}

/** Every call once. */
async function all({ world, meddler }: Awaited<ReturnType<typeof box>>): Promise<void> {
  const disk = meddler.through(world.process())
  await disk.makeFolder('/d/e')
  const file = await disk.open('/d/a.jsonl', 'create')
  await file.write(Buffer.from('abc'), 0)
  await file.truncate(2)
  await file.sync()
  await file.close()
  await disk.syncFolder('/d')
  await disk.read('/d/a.jsonl')
  await disk.readAt('/d/a.jsonl', 0, 1)
  await disk.list('/d')
  await disk.rename('/d/a.jsonl', '/d/b.jsonl')
  await disk.remove('/d/b.jsonl')
}

describe('a disk that is meddled with', () => {
  it.each(CALLS)('fails at %s, once, with what was planned, and notes it', async (call) => {
    for (const trouble of ['io', 'read-only', 'full'] as const) {
      const made = await box(1)
      made.meddler.failAt({ call, nth: 1, trouble })
      await expect(all(made)).rejects.toMatchObject({ why: trouble })
      expect(made.meddler.notes).toEqual([`${trouble} in ${call}`])
    }
  })

  it('cuts the power in the middle of the call that was planned, and the program is dead', async () => {
    const made = await box(1)
    made.meddler.failAt({ call: 'write', nth: 1, trouble: 'power' })
    await expect(all(made)).rejects.toMatchObject({ why: 'io' })
    expect(made.meddler.notes).toEqual(['power in write'])
    expect([...made.world.files().values()].every((bytes) => bytes.length < 3)).toBe(true)
  })

  it('lets the n-th fail, not one before', async () => {
    const made = await box(1)
    const call: Call = 'write'
    made.meddler.failAt({ call, nth: 2, trouble: 'io' })
    const file = await made.meddler.through(made.world.process()).open('/d/a.jsonl', 'create')
    await file.write(Buffer.from('a'), 0)
    await expect(file.write(Buffer.from('b'), 1)).rejects.toMatchObject({ why: 'io' })
    await file.write(Buffer.from('c'), 1)
    expect(made.meddler.done.get('write')).toBe(2)
  })

  it('does not let a dead program use up a failure', async () => {
    const made = await box(1)
    const dead = made.meddler.through(made.world.process())
    const alive = made.meddler.through(made.world.process())
    made.meddler.failAt({ call: 'list', nth: 1, trouble: 'read-only' })
    await expect(dead.list('/d')).rejects.toMatchObject({ why: 'io' })
    await expect(alive.list('/d')).rejects.toMatchObject({ why: 'read-only' })
    expect(await alive.list('/d')).toEqual([])
  })
})
