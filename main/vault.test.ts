import { makeVirtualDisk } from '#drivers/disk/virtual'
import { makeVirtualSealing } from '#drivers/sealing/virtual'
import { expect, it } from 'vitest'
import { openVault } from './vault.ts'

const FOLDER = '/station'
const disk = () => makeVirtualDisk(() => 0)

it('keeps secrets over a start, sealed on the disk', async () => {
  const real = disk()
  const parts = () => ({ disk: real.process(), folder: FOLDER, sealing: makeVirtualSealing('till') })
  const vault = await openVault(parts())
  await vault.put('pepper', 'a-secret-of-mine')
  await vault.put('mail', 'gone')
  await vault.put('mail', null)
  const again = await openVault(parts())
  expect([again.get('pepper'), again.get('mail'), again.unreadable]).toEqual(['a-secret-of-mine', null, []])
  const written = (await real.process().read(`${FOLDER}/sealed/vault.json`)).toString()
  expect(written).toContain('pepper')
  expect(written).not.toContain('a-secret')
})

it('names what another machine sealed, and keeps it until it is put anew', async () => {
  const real = disk()
  const on = (machine: string) =>
    openVault({ disk: real.process(), folder: FOLDER, sealing: makeVirtualSealing(machine) })
  await (await on('one')).put('pepper', 'of the first')
  const elsewhere = await on('two')
  expect([elsewhere.get('pepper'), elsewhere.unreadable]).toEqual([null, ['pepper']])
  await elsewhere.put('key', 'of the second')
  expect((await on('one')).get('pepper')).toBe('of the first')
  expect((await on('one')).unreadable).toEqual(['key'])
})

it('knows nothing that the disk did not take', async () => {
  const real = disk()
  const vault = await openVault({ disk: real.process(), folder: FOLDER, sealing: makeVirtualSealing('till') })
  await vault.put('pepper', 'first')
  real.setTrouble('full')
  await expect(vault.put('pepper', 'second')).rejects.toThrow()
  expect(vault.get('pepper')).toBe('first')
})
