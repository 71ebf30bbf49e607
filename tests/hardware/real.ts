import { makeRealClock } from '../../drivers/clock/real.ts'
import { candidatesFor, driveAs, type Candidate } from '../../drivers/devices/drivers.ts'
import type { Driven } from '../../drivers/devices/driving.ts'
import { nameOf, ROLES, type Role } from '../../drivers/devices/port.ts'
import type { Found, Pipes } from '../../drivers/pipe/port.ts'
import { makeRealPipes } from '../../drivers/pipe/real.ts'
import { makeDeviceFileConnect } from '../../drivers/printer/device-file.ts'
import { printerCalls } from '../../drivers/printer/elsewhere.ts'
import { makeEscposPrinter } from '../../drivers/printer/escpos.ts'
import { shownCode } from '../../main/devices/shown.ts'
import { testSlip } from '../../main/devices/test-slip.ts'
import { until } from './bench.ts'

/**
 * `npm run hardware -- --real ROLE=WHERE[,MAKE]`: the station's own drivers on a device in hand. WHERE is a path such
 * as `/dev/usb/lp0` or `/dev/ttyUSB0`, or vendor and product such as `0c2e:0b61`; MAKE an id of `drivers/makes` where
 * the device does not say what it is. What a person has to do is said.
 */
const READY_MS = 15_000
/** For a person to scan a code, or to draw a card through. */
const PERSON_MS = 60_000
const COLUMNS = 48
const clock = makeRealClock()
const say = (text: string) => void process.stdout.write(`${text}\n`)
const ask = (zh: string, en: string) => say(`→ ${zh} / ${en}`)

interface Told {
  readonly name: string
  readonly value: unknown
}

/** Whether all that was named passed. */
export async function tryReal(named: readonly string[]): Promise<boolean> {
  const pipes = makeRealPipes(clock)
  let isSound = named.length > 0
  for (const each of named) {
    const began = performance.now()
    const wrong = await tryOne(pipes, each).catch((cause: unknown) => String(cause))
    say(`${wrong === null ? '✓' : '✕'} ${each}  ${((performance.now() - began) / 1000).toFixed(1)} s`)
    if (wrong !== null) say(wrong)
    isSound = isSound && wrong === null
  }
  for (const pipe of [pipes.usb, pipes.hid, pipes.serial]) pipe.close()
  return isSound
}

async function tryOne(pipes: Pipes, named: string): Promise<string | null> {
  const [, word = '', where = '', make = ''] = /^([^=]+)=([^,]+)(?:,(.+))?$/.exec(named) ?? []
  const role = ROLES.find((each) => each === word)
  if (!role) return `the role is one of ${ROLES.join(', ')}`
  if (role === 'printer' && where.startsWith('/dev/usb/')) return printOn(deviceFilePrinter(where))
  const found = await foundAt(pipes, where)
  if (found.length === 0) return `nothing is found at ${where}`
  const choice = found.flatMap((one) => fitting(one, role, make).map((candidate) => ({ one, candidate })))[0]
  if (!choice) return `${where} can not be a ${role}; a make may be named behind it: ${role}=${where},MAKE`
  return driveOne(pipes, role, choice.one, choice.candidate)
}

async function foundAt(pipes: Pipes, where: string): Promise<Found[]> {
  const all = (await Promise.all([pipes.usb.list(), pipes.hid.list(), pipes.serial.list()])).flat()
  const idOf = ({ vendor, product }: Found) =>
    [vendor, product].map((id) => (id ?? 0).toString(16).padStart(4, '0')).join(':')
  return all.filter((each) => each.path === where || idOf(each) === where.toLowerCase())
}

const fitting = (found: Found, role: Role, make: string): Candidate[] =>
  candidatesFor(found).filter((each) => each.role === role && (make === '' || each.make === make))

function deviceFilePrinter(path: string) {
  const connect = makeDeviceFileConnect(path, clock.wait)
  const calls = printerCalls(makeEscposPrinter({ connect, wait: clock.wait, columns: COLUMNS }))
  return { print: calls['printer.print'], openDrawer: calls['printer.openDrawer'] }
}

async function driveOne(pipes: Pipes, role: Role, found: Found, { make, name }: Candidate): Promise<string | null> {
  const told: Told[] = []
  const driven = driveAs({
    ...{ assigned: { role, device: nameOf(found), make }, pipes, clock, columns: COLUMNS },
    tell: (event, value) => void told.push({ name: event, value }),
    trace: (text) => say(`  ${text}`),
    onState: () => undefined,
  })
  if (!driven) return `${name} can not be driven`
  try {
    await until(() => (driven.state() === 'ready' ? true : null), `it is ${driven.state()}`, READY_MS)
    return await trial(role, driven, told)
  } finally {
    await driven.stop()
  }
}

async function trial(role: Role, driven: Driven, told: readonly Told[]): Promise<string | null> {
  if (role === 'printer') return printOn(driven.calls)
  if (role === 'scanner' || role === 'second-scanner') {
    ask('请扫任意一个条码', 'scan any bar code')
    const { value } = await heard(told, 'scanner.code')
    say(`  ${shownCode((value as { readonly code: string }).code)}`)
    return null
  }
  if (role === 'reader') {
    ask('请刷一张卡', 'draw a card through')
    const { value } = await heard(told, 'reader.swipe')
    const { card = null, fault = null } = value as { readonly card?: string | null; readonly fault?: string }
    say(`  ${card ?? fault ?? ''}`)
    return fault
  }
  if (role === 'pin-pad') ask('请在密码键盘上输入 1234', 'type 1234 on the PIN pad')
  if (role === 'drawer') ask('钱箱应打开', 'the drawer should open')
  if (role === 'chip') ask('请插卡', 'put a card in')
  if (role === 'chip') await heard(told, 'chip.card')
  const ended = (await driven.calls['try']?.(null)) as { readonly what: string; readonly text: string }
  say(`  ${ended.what} ${ended.text}`)
  return ['display-shown', 'card-answered', 'pin-entered', 'drawer-given'].includes(ended.what) ? null : ended.what
}

const heard = (told: readonly Told[], name: string) =>
  until(() => told.find((each) => each.name === name) ?? null, `nothing came within ${PERSON_MS} ms`, PERSON_MS)

/** A test page, twice so that the first is known to be over, and the drawer. */
async function printOn(calls: Driven['calls']): Promise<string | null> {
  const outcomes: unknown[] = []
  for (const id of ['first', 'second'])
    outcomes.push(await calls['print']?.({ id, commands: testSlip(id, '00', COLUMNS) }))
  outcomes.push(await calls['openDrawer']?.(null))
  ask('应有两张测试页，钱箱应打开', 'two test pages, and the drawer open')
  say(`  ${outcomes.join(', ')}`)
  return outcomes.every((outcome) => outcome === 'printed')
    ? null
    : 'not all was printed, or the printer does not say so'
}
