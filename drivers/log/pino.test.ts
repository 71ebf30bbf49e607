import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { LogFile } from './file.ts'
import { makeLog } from './pino.ts'
import type { LogFields } from './port.ts'

const scratch = mkdtempSync(join(tmpdir(), 'log-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
let folder = ''
let folders = 0
beforeEach(() => {
  folder = join(scratch, String(folders++), 'logs')
})
const file = () => join(folder, 'station.log')
const lines = () =>
  readFileSync(file(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>) // a line of the log is JSON or the test fails

describe('the log', () => {
  it('writes what happened with its fields, one JSON line each, in a file for its owner only', () => {
    const log = makeLog(folder)
    log.note('opened', { sequence: 7, version: '1' })
    log.fault('a call failed', new Error('boom'), { incident: 'ab12cd34', call: 'sale.add' })
    const [note, fault] = lines()
    expect(note).toEqual({ level: 30, time: note?.['time'], msg: 'opened', sequence: 7, version: '1' })
    expect(fault).toMatchObject({ level: 50, msg: 'a call failed', incident: 'ab12cd34', call: 'sale.add' })
    expect(fault?.['cause']).toMatch(/^Error: boom\n {4}at /)
    expect(note?.['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })

  it('writes no field outside its list, whatever a caller passes', () => {
    // Told past the compiler, as a careless cast would.
    const fields = { why: 'x', voidPassword: '730519', pan: '6222021234567890', err: new Error('e') } as LogFields
    const log = makeLog(folder)
    log.note('n', fields)
    log.fault('f', 'cause', fields)
    for (const line of lines()) {
      expect(Object.keys(line).sort()).toEqual(
        [...(line['msg'] === 'f' ? ['cause'] : []), 'level', 'msg', 'time', 'why'].sort(),
      )
    }
    expect(readFileSync(file(), 'utf8')).not.toMatch(/730519|6222021234567890/)
  })

  it('says nothing where it can not be opened, and speaks again once it can', () => {
    folder = join(scratch, `${folders++}`)
    writeFileSync(folder, '')
    const log = makeLog(folder)
    log.note('lost')
    rmSync(folder)
    log.note('kept')
    expect(lines().map(({ msg }) => msg)).toEqual(['kept'])
  })

  it.runIf(process.platform === 'linux')('says nothing while the disk takes nothing, and stops nobody', () => {
    // A file that every write to fails, as on a full disk.
    mkdirSync(folder, { recursive: true })
    symlinkSync('/dev/full', file())
    const log = makeLog(folder)
    const opened = () => readdirSync('/proc/self/fd').length
    const before = opened()
    for (let i = 0; i < 100; i++) log.fault('the journal stopped', new Error('full'))
    expect(opened() - before).toBeLessThan(10)
  })
})

describe('the log’s file', () => {
  it('goes on where it ended, and is begun anew when it is full; the one before is kept', () => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file(), 'old\n')
    const log = new LogFile(file(), 12)
    log.write('one\n')
    expect(readFileSync(file(), 'utf8')).toBe('old\none\n')
    log.write('two\n')
    log.write('three\n')
    expect(readFileSync(`${file()}.before`, 'utf8')).toBe('old\none\ntwo\n')
    expect(readFileSync(file(), 'utf8')).toBe('three\n')
    for (let i = 0; i < 100; i++) log.write(`${i}`.padStart(5, '0') + '\n')
    expect(readdirSync(folder)).toEqual(['station.log', 'station.log.before'])
    expect(readFileSync(file(), 'utf8')).toBe('00099\n')
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    // A new program finds it nearly full.
    new LogFile(file(), 12).write('nearly\n')
    expect(readFileSync(file(), 'utf8')).toBe('nearly\n')
  })
})
