import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { claimFolder } from '../drivers/lock/real.ts'

const scratch = mkdtempSync(join(tmpdir(), 'goods-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const LIST = join(scratch, 'list.csv')
writeFileSync(LIST, 'sku,name,price\nA,甲,1\n')

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'goods.ts'), ...args], {
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

describe('npm run goods', () => {
  it('imports a file into the data folder it is given', () => {
    const data = join(scratch, 'new')
    expect(run('import', LIST, '--data', data, '--check')).toMatchObject({ status: 0, stderr: '' })
    expect(existsSync(data)).toBe(false)
    expect(run('import', LIST, '--data', data)).toMatchObject({ status: 0, stderr: '' })
    expect(readFileSync(join(data, 'settings', 'goods.json'), 'utf8')).toContain('甲')
  })

  it('refuses while another process holds the folder', async () => {
    const data = join(scratch, 'held')
    const claim = await claimFolder(data)
    if (claim.is !== 'held') throw new Error('nobody else holds it')
    const { status, stdout } = run('import', LIST, '--data', data)
    await claim.lock.free()
    expect(status).toBe(1)
    expect(stdout).toMatch(/The station is running, so nothing was imported/)
    expect(existsSync(join(data, 'settings'))).toBe(false)
  })

  it.each([
    [[], 2, /usage/],
    [['export', LIST], 2, /usage/],
    [['import'], 2, /usage/],
    [['import', LIST, 'more'], 2, /usage/],
    [['import', LIST, '--force'], 2, /usage/],
    [['import', join(scratch, 'none.csv'), '--check'], 1, /ENOENT.*can not be read/],
    [['import', scratch, '--check'], 1, /EISDIR.*can not be read/],
  ] as const)('ends %j with %d', (args, status, says) => {
    const ended = run(...args)
    expect(ended.status).toBe(status)
    expect(ended.stdout).toMatch(says)
    expect(ended.stderr).toBe('')
  })
})
