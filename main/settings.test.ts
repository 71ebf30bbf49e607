import { describe, expect, it } from 'vitest'
import { DEFAULTS, SettingsFile } from './settings.ts'

describe('the settings file', () => {
  it('takes its own defaults', () => {
    expect(SettingsFile.parse(DEFAULTS)).toEqual(DEFAULTS)
  })

  it.each<[string, unknown]>([
    ['shop', ''],
    ['shop', 'x'.repeat(31)],
    ['station', '1'],
    ['station', '0001'],
    ['station', 'A1'],
    ['station', 1],
    ['timeZone', 'Asia/Nowhere'],
    ['timeZone', ''],
    ['language', 'zh'],
    ['theme', 'blue'],
    ['columns', 40],
    ['columns', '48'],
    ['columns', 0],
    ['cashRounding', 'up'],
    ['discountLimit', 1001],
    ['tax', -1],
  ])('refuses %s %j, and says where', (key, value) => {
    const read = SettingsFile.safeParse({ ...DEFAULTS, [key]: value })
    expect(read.error?.issues.map(({ path }) => path)).toEqual([[key]])
  })

  const lately = [
    'secrets',
    'idleLockMinutes',
    'retention',
    'cashRounding',
    'discountLimit',
    'tax',
    'printer',
    'terminal',
    'acquirer',
    'scanpay',
    'weighed',
    'messages',
    'activation',
    'integrity',
    ...['statement', 'fees', 'hub'],
  ]
  it.each(Object.keys(DEFAULTS).filter((key) => !lately.includes(key)))('refuses a file without %s', (key) => {
    expect(SettingsFile.safeParse({ ...DEFAULTS, [key]: undefined }).success).toBe(false)
  })
  it.each(lately)('takes an older file without %s, as if its default stood there', (key) => {
    expect(SettingsFile.parse({ ...DEFAULTS, [key]: undefined })).toEqual(DEFAULTS)
  })

  it.each([
    [[{ prefix: '30', item: 5, value: 5, holds: 'weight', decimals: 3 }], ['weighed', 0]],
    [[{ prefix: '22', item: 5, value: 4, holds: 'weight', decimals: 3 }], ['weighed', 0]],
    [[...DEFAULTS.weighed, ...DEFAULTS.weighed], ['weighed']],
    ['22', ['weighed']],
  ])('refuses labels %j, and says where', (weighed, where) => {
    expect(SettingsFile.safeParse({ ...DEFAULTS, weighed }).error?.issues.map(({ path }) => path)).toEqual([where])
  })

  it.each([
    { is: 'tcp', host: '' },
    { is: 'tcp', host: 'a b' },
    { is: 'tcp', host: 'p', port: 0 },
    { is: 'file', path: 'lp0' },
    'lp0',
  ])('refuses the printer %j', (printer) => {
    expect(SettingsFile.safeParse({ ...DEFAULTS, printer }).success).toBe(false)
  })
  it.each([
    { is: 'tcp', host: '192.168.1.40' },
    { is: 'tcp', host: 'printer.shop', port: 9101 },
    { is: 'file', path: '/dev/usb/lp0' },
  ])('takes the printer %j', (printer) => {
    expect(SettingsFile.safeParse({ ...DEFAULTS, printer }).success).toBe(true)
  })

  it('refuses a word it does not know: a misspelt setting must not pass for a set one', () => {
    expect(SettingsFile.safeParse({ ...DEFAULTS, colums: 32 }).success).toBe(false)
    expect(SettingsFile.safeParse(null).success).toBe(false)
  })

  it.each([
    ['station', '999'],
    ['timeZone', 'Asia/Urumqi'],
    ['columns', 32],
  ])('takes %s %j', (key, value) => {
    expect(SettingsFile.safeParse({ ...DEFAULTS, [key]: value }).success).toBe(true)
  })
})
