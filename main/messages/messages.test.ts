import { SILENT } from '#drivers/log/pino'
import type { Log } from '#drivers/log/port'
import { DEFAULTS, SettingsFile } from '#main/settings'
import { describe, expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, SERVER_PASSWORD, staff } from '../../tests/world/people.ts'
import { FOLDER, makeWorld, type World } from '../../tests/world/world.ts'
import { gatewayOf, type MessagesSettings } from './settings.ts'

const IT = { number: '21', name: '网管', role: 'it', password: '604184', mustChange: false }
const AS_IT = { number: IT.number, password: IT.password }
const TO = { channel: 'sms', to: '13800001234' }

async function staffed(log: Log = SILENT): Promise<World> {
  const world = await makeWorld({ seed: 1, log })
  await staff(world.ask)
  await world.ask('operators.signIn', AS_MANAGER)
  await world.ask('operators.add', IT)
  return world
}

const filesOf = async (world: World): Promise<string> => {
  const disk = world.disk.process()
  const texts: string[] = []
  for (const folder of ['journal', 'settings', 'sealed']) {
    for (const name of await disk.list(`${FOLDER}/${folder}`)) {
      texts.push((await disk.read(`${FOLDER}/${folder}/${name}`)).toString())
    }
  }
  return texts.join('\n')
}

describe('messages', () => {
  it('are tested by a manager, and the view says what became of it, masked', async () => {
    const world = await staffed()
    expect(await world.ask('messages.test', TO)).toEqual({ ok: true, value: {} })
    expect(world.messenger.inbox()).toMatchObject([{ to: { address: TO.to }, text: /01台测试/ }])
    expect(world.view().messages?.test).toEqual({ channel: 'sms', to: '138****1234', state: { is: 'sent' } })
    expect(world.view().bench?.messages?.newest).toHaveLength(1)
    world.messenger.setMood('refuses')
    await world.ask('messages.test', { channel: 'email', to: 'lisi@shop.cn' })
    expect(world.view().messages?.test).toMatchObject({ to: 'l***@shop.cn', state: { is: 'failed', why: 'refused' } })
  })

  it('are no business of a cashier, nor of who walks by', async () => {
    const world = await staffed()
    await world.ask('operators.signIn', AS_CASHIER)
    expect(await world.ask('messages.test', TO)).toMatchObject({ why: 'not-allowed' })
    expect(await world.ask('messages.setPassword', { channel: 'sms', secret: 'x' })).toMatchObject({
      why: 'not-allowed',
    })
    expect(world.view().messages).toBeNull()
    await world.ask('operators.lock', {})
    expect(await world.ask('messages.test', TO)).toMatchObject({ why: 'not-allowed' })
    expect([world.view().bench, world.messenger.inbox()]).toEqual([null, []])
  })

  it('of a wrong address are refused before anything is sent', async () => {
    const world = await staffed()
    for (const to of ['lisi@shop.cn', '1', 'a,b']) {
      expect(await world.ask('messages.test', { channel: 'sms', to })).toMatchObject({ why: 'not-an-address' })
    }
    expect(world.messenger.inbox()).toEqual([])
  })

  it('have a password that IT alone sets; it is sealed, on record by name, and there after a start', async () => {
    const world = await staffed()
    expect(await world.ask('messages.setPassword', { channel: 'sms', secret: SERVER_PASSWORD })).toMatchObject({
      why: 'not-allowed',
    })
    await world.ask('operators.signIn', AS_IT)
    expect(await world.ask('messages.setPassword', { channel: 'sms', secret: SERVER_PASSWORD })).toMatchObject({
      ok: true,
    })
    const files = await filesOf(world)
    expect(files).toContain('"is":"message-password-set","channel":"sms","by":"21"')
    expect(files).toContain('messages.sms')
    expect(files).not.toContain(SERVER_PASSWORD)
    await world.station().close()
    expect(await world.open()).toEqual([])
  })

  it('leave nothing of their text behind', async () => {
    const notes: string[] = []
    const note = (...said: unknown[]) => void notes.push(JSON.stringify(said))
    const world = await staffed({ note, fault: note })
    await world.ask('messages.test', TO)
    world.messenger.setMood('down')
    await world.ask('messages.test', { channel: 'email', to: 'lisi@shop.cn' })
    await world.clock.advance(60_000)
    expect(world.view().messages?.test?.state).toMatchObject({ is: 'failed', why: 'unreachable' })
    expect(notes).toHaveLength(3)
    expect((await filesOf(world)) + notes.join('\n')).not.toMatch(/13800001234|lisi@shop|测试/)
  })
})

describe('the settings of messages', () => {
  const read = (messages: unknown) => SettingsFile.safeParse({ ...DEFAULTS, messages }).success
  const mail = { host: 'smtp.shop.cn', user: 'till', from: 'till@shop.cn' }
  const sms = (url: string) => ({ mail: null, sms: { url, gateway: 'json-bearer' } })

  it.each([
    [{ mail, sms: null }, true],
    [{ mail: { ...mail, password: 'x' }, sms: null }, false],
    [{ mail: { ...mail, tls: 'maybe' }, sms: null }, false],
    [{ mail: { ...mail, from: 'till' }, sms: null }, false],
    [sms('https://sms.example/send'), true],
    [sms('http://127.0.0.1:9/send'), true],
    [sms('http://sms.example/send'), false],
    [sms('http://127.0.0.1.evil.example/send'), false],
    [sms('https://key@sms.example/send'), false],
    [sms('file:///etc/passwd'), false],
  ])('%j are read: %s', (messages, is) => {
    expect(read(messages)).toBe(is)
  })

  it('name a kind of gateway, or describe another one', () => {
    const described = {
      body: { is: 'json' as const, value: { phones: ['{phone}'], body: { text: '{text}' } } },
      headers: {},
      auth: { is: 'bearer' as const },
      success: { status: 201, path: 'data.0.state', equals: 'ok' },
    } satisfies Exclude<NonNullable<MessagesSettings['sms']>['gateway'], string>
    const url = 'https://sms.example/'
    expect(read({ mail: null, sms: { url, gateway: described } })).toBe(true)
    expect(gatewayOf({ url, gateway: described })).toEqual({ url, ...described })
    expect(gatewayOf({ url, gateway: 'form-hmac' })?.auth.is).toBe('hmac-sha256')
  })
})
