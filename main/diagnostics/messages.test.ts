import { makeVirtualDisk } from '#drivers/disk/virtual'
import { expect, it } from 'vitest'
import { changeSetting } from '../../tests/world/settings.ts'
import { checkMessages } from './messages.ts'

const mail = { host: 'smtp.shop.cn', user: 'till', from: 'till@shop.cn' }

it.each([
  [{ mail: null, sms: null }, 'good', 'not set up'],
  [{ mail, sms: null }, 'good', 'smtp.shop.cn:465 (tls)'],
  [{ mail: { ...mail, tls: 'none' }, sms: null }, 'attention', 'not encrypted'],
  [{ mail: { ...mail, tls: 'none', host: '127.0.0.1' }, sms: null }, 'good', '(none)'],
  [{ mail: null, sms: { url: 'https://sms.example/send', gateway: 'form-hmac' } }, 'good', 'sms.example'],
] as const)('%j is %s', async (messages, is, words) => {
  const disk = makeVirtualDisk(() => 0).process()
  await disk.makeFolder('/data/settings')
  await changeSetting(disk, 'messages', messages, '/data')
  const found = await checkMessages(disk, '/data')
  expect([found.is, found.sentence.en]).toEqual([is, expect.stringContaining(words) as string])
})
