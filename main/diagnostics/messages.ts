import type { Disk } from '#drivers/disk/port'
import { FileRefused } from '#journal/durable-file'
import { isLoopback, type MessagesSettings } from '../messages/settings.ts'
import { settingsIn } from '../settings.ts'
import { checkFolder, type Check } from './check.ts'
import { join } from 'node:path'

const NAME = { zh: '邮件与短信', en: 'mail and SMS' }

/** Whether messages can leave the shop, and whether they can be read on their way. Nothing is sent. */
export function checkMessages(disk: Disk, folder: string): Promise<Check> {
  return checkFolder(NAME, join(folder, 'settings', 'station.json'), async () => {
    try {
      return judge((await settingsIn(disk, folder)).data.messages)
    } catch (cause) {
      if (!(cause instanceof FileRefused)) throw cause
      // What is wrong with the file the check of the settings says.
      return { is: 'attention', sentence: { zh: '设置读不出来，见“设置”一项。', en: 'Unreadable; see the settings.' } }
    }
  })
}

function judge({ mail, sms }: MessagesSettings): Omit<Check, 'name'> {
  if (!mail && !sms) {
    return {
      is: 'good',
      sentence: { zh: '没有设定；退款码不能发给店长', en: 'not set up; no refund code can be sent to a manager' },
    }
  }
  if (mail?.tls === 'none' && !isLoopback(mail.host)) {
    return {
      is: 'attention',
      sentence: {
        zh: `到 ${mail.host} 的邮件没有加密：途中谁都能读到密码和退款码。请把 tls 改为 tls 或 starttls。`,
        en:
          `Mail to ${mail.host} is not encrypted: anybody on its way reads the password and refund codes. ` +
          'Set tls to tls or starttls.',
      },
    }
  }
  const ways = [mail && `${mail.host}:${mail.port} (${mail.tls})`, sms && new URL(sms.url).host].filter((way) => way)
  return {
    is: 'good',
    sentence: {
      zh: `${ways.join('、')}；在“更多 → 邮件与短信”里发一条测试`,
      en: `${ways.join(', ')}; send a test under More, Mail and SMS`,
    },
  }
}
