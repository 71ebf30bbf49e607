import { describe, expect, it } from 'vitest'
import { makeVirtualDisk, type VirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { makeVirtualSealing } from '#drivers/sealing/virtual'
import { openSealedCards } from './sealed-cards.ts'

const FOLDER = '/station'
const card = (nth: number) => ({ pan: `621234567890123${nth}`, expiry: '3012', sequence: '001' })
const opened = (disk: VirtualDisk, machine = 'till') =>
  openSealedCards({ disk: disk.process(), folder: FOLDER, sealing: makeVirtualSealing(machine) })
const newDisk = () => makeVirtualDisk(makeVirtualRandom(1).below)
const written = (disk: VirtualDisk) => [...disk.files().values()].map((bytes) => bytes.toString('utf8')).join('\n')
const sealedText = (nth: number) => makeVirtualSealing('till').seal(JSON.stringify(card(nth)))

describe('cards at rest', () => {
  it('are read again after the plug was pulled, here and nowhere else, and are never in the clear', async () => {
    const disk = newDisk()
    await (await opened(disk)).put('a', card(1))
    disk.cutPower()
    expect(await (await opened(disk)).get('a')).toEqual(card(1))
    expect(await (await opened(disk, 'another till')).get('a')).toBeNull()
    expect(await (await opened(disk)).get('b')).toBeNull()
    expect(written(disk)).not.toContain('6212')
    expect(written(disk)).toContain(await sealedText(1))
  })

  it('that are dropped are nowhere on the disk any more', async () => {
    const disk = newDisk()
    const cards = await opened(disk)
    for (const nth of [1, 2, 3]) await cards.put(`${nth}`, card(nth))
    await cards.drop(['1'])
    expect([await cards.get('1'), await cards.get('2')]).toEqual([null, card(2)])
    expect(written(disk)).not.toContain(await sealedText(1))
    await cards.keepOnly(new Set(['3']))
    expect([await cards.get('2'), await cards.get('3')]).toEqual([null, card(3)])
    expect(written(disk)).not.toContain(await sealedText(2))
  })

  it('are all kept where several change at the same time', async () => {
    const cards = await opened(newDisk())
    await cards.put('gone', card(0))
    await Promise.all([cards.drop(['gone']), cards.put('a', card(1)), cards.put('b', card(2)), cards.drop(['none'])])
    expect(await Promise.all(['gone', 'a', 'b'].map((each) => cards.get(each)))).toEqual([null, card(1), card(2)])
  })

  it('that the disk did not take are not known here either', async () => {
    const disk = newDisk()
    const cards = await opened(disk)
    disk.failNextSync()
    await expect(cards.put('a', card(1))).rejects.toThrow()
    expect(await cards.get('a')).toBeNull()
    await cards.put('a', card(2))
    expect(await cards.get('a')).toEqual(card(2))
  })
})
