import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Claim } from './port.ts'
import { claimFolder } from './real.ts'

const scratch = mkdtempSync(join(tmpdir(), 'lock-'))
let folders = 0
const newFolder = () => join(scratch, String(folders++))

const claims: Claim[] = []
const children: ChildProcessWithoutNullStreams[] = []
afterEach(async () => {
  for (const claim of claims.splice(0)) if (claim.is === 'held') await claim.lock.free()
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function claim(folder: string): Promise<Claim> {
  const made = await claimFolder(folder)
  claims.push(made)
  return made
}

/** Claims a folder in a process of its own, and says what came of it and each knock after it, a line each. */
const PROGRAM = `
  const { claimFolder } = await import(${JSON.stringify(join(import.meta.dirname, 'real.ts'))})
  const claim = await claimFolder(process.argv[1])
  if (claim.is === 'held') claim.lock.onKnock(() => process.stdout.write('knock\\n'))
  process.stdout.write(claim.is + '\\n')
  if (claim.is === 'taken') process.exit()
`

function otherProcess(folder: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, folder])
  children.push(child)
  const lines: string[] = []
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const next = waiting.shift()
    if (next) next(line)
    else lines.push(line)
  })
  const says = () => {
    const line = lines.shift()
    return line === undefined ? new Promise<string>((resolve) => waiting.push(resolve)) : Promise.resolve(line)
  }
  const kill = async (): Promise<void> => {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
  return { says, kill }
}

describe('the lock on a data folder', () => {
  it('is held by one process; another is told that it is taken, and knocks', async () => {
    const folder = newFolder()
    const first = otherProcess(folder)
    expect(await first.says()).toBe('held')
    const second = otherProcess(folder)
    expect(await second.says()).toBe('taken')
    expect(await first.says()).toBe('knock')
    expect(await claim(folder)).toEqual({ is: 'taken' })
    expect(await first.says()).toBe('knock')
  })

  it('is free as soon as its holder is killed', async () => {
    const folder = newFolder()
    const first = otherProcess(folder)
    expect(await first.says()).toBe('held')
    await first.kill()
    expect(await claim(folder)).toMatchObject({ is: 'held' })
  })

  it('is free when it is let go, and tells every listener of every knock while it is held', async () => {
    const folder = newFolder()
    const held = await claim(folder)
    if (held.is !== 'held') throw new Error('nobody else holds it')
    let knocks = 0
    held.lock.onKnock(() => knocks++)
    held.lock.onKnock(() => knocks++)
    expect(await claim(folder)).toEqual({ is: 'taken' })
    await expect.poll(() => knocks).toBe(2)
    await held.lock.free()
    expect(await claim(folder)).toMatchObject({ is: 'held' })
  })

  it('is one lock by whichever name the folder is called, and another for another folder', async () => {
    const folder = newFolder()
    expect(await claim(folder)).toMatchObject({ is: 'held' })
    symlinkSync(folder, `${folder}-alias`)
    expect(await claim(`${folder}-alias`)).toEqual({ is: 'taken' })
    expect(await claim(`${folder}/../${folder.split('/').at(-1) ?? ''}/`)).toEqual({ is: 'taken' })
    expect(await claim(newFolder())).toMatchObject({ is: 'held' })
  })

  it('is held on a folder that can not be made: why it can not is for the disk to say', async () => {
    const file = newFolder()
    writeFileSync(file, '')
    expect(await claim(join(file, 'data'))).toMatchObject({ is: 'held' })
    expect(await claim(join(file, 'data'))).toEqual({ is: 'taken' })
  })
})
