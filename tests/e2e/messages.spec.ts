import { makeRealDisk } from '#drivers/disk/real'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { askIn } from '../driving/asking.ts'
import { signIn } from '../driving/hands.ts'
import { oneStation } from '../driving/one-station.ts'
import { shellUnderTest } from '../driving/running.ts'
import { makeCertificate } from '../world/certificate.ts'
import { startMailServer, type TestMailServer } from '../world/mail-server.ts'
import { leaveFolder } from '../world/on-disk.ts'
import { AS_MANAGER, SERVER_PASSWORD } from '../world/people.ts'
import { changeSetting } from '../world/settings.ts'

/** IT sets the mail server's password at the till, and a test mail really leaves it. */
const PATIENT = { timeout: 20_000 }
const IT = { number: '21', name: '网管', role: 'it', password: '604184', mustChange: false }
const USER = 'till@shop.cn'

describe(`mail on ${shellUnderTest()}`, () => {
  let server: TestMailServer
  let page: Page
  const { folder } = oneStation({
    prepare: async (place) => {
      const certificate = makeCertificate()
      server = await startMailServer({ certificate, secure: true, user: USER, password: SERVER_PASSWORD })
      await leaveFolder(place)
      const mail = { host: '127.0.0.1', port: server.port, tls: 'tls', user: USER, from: USER, ca: certificate.cert }
      await changeSetting(makeRealDisk(), 'messages', { mail, sms: null }, place)
    },
    opened: async (own) => {
      page = own
      await signIn(page, AS_MANAGER)
      await askIn(page, { name: 'operators.add', input: IT }, 'an-act-of-a-manager')
      await askIn(page, { name: 'operators.signIn', input: { number: '21', password: IT.password } }, 'an-act-of-it')
    },
  })
  afterAll(() => server.stop())

  const shows = (text: string) => page.getByText(text).first().waitFor(PATIENT)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const fields = () => page.locator('[role=dialog] input')

  test('waits for its password, is refused with a wrong one, and leaves with the right one', async () => {
    await press('邮件与短信')
    await shows('缺少密码')
    for (const [password, words] of [
      ['wrong', '对方不认这个账户或密码'],
      [SERVER_PASSWORD, '服务器已收下'],
    ] as const) {
      await fields().first().fill(password)
      await press('保存密码')
      await shows('✓ 已封存')
      await fields().last().fill('lisi@shop.cn')
      await press('发送测试')
      await shows(words)
    }
    const [raw = ''] = server.mails
    const mail = await PostalMime.parse(Buffer.from(raw, 'latin1'))
    expect([server.mails.length, mail.subject, mail.to?.[0]?.address]).toEqual([
      ...[1, '小麦便利店：收银台测试消息', 'lisi@shop.cn'],
    ])
    const files = ['logs/station.log', 'sealed/vault.json'].map((name) => readFileSync(join(folder, name), 'utf8'))
    expect(files.join()).toContain('messages.mail')
    expect(files.join()).not.toMatch(new RegExp(`${SERVER_PASSWORD}|lisi@|测试`))
  })
})
