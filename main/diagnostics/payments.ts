import { formatMoney, sum } from '#domain/money'
import { openPayments, type KeptPayment } from '#domain/payments'
import { NEW_TILL, type Till } from '#domain/till'
import { DiskFault, type Disk } from '#drivers/disk/port'
import { verifyFolder } from '#journal/verify'
import { isMissing } from '#journal/files'
import { replayRecord } from '../acts.ts'
import { checkFolder, type Check } from './check.ts'
import { join } from 'node:path'

const NAME = { zh: '未了结的收付款', en: 'unresolved payments' }

/** Money outside the till whose end the journal does not tell: the acquirer's statement does. */
export function checkPayments(disk: Disk, folder: string): Promise<Check> {
  return checkFolder(NAME, folder, async () => {
    const till = await tillOn(disk, join(folder, 'journal'))
    if (till === null) {
      return {
        is: 'attention',
        sentence: {
          zh: '流水读不通，看不出来；请先处理上面“流水”一项。',
          en: 'The journal can not be read through, so it can not be told; see to the journal first.',
        },
      }
    }
    return judge(openPayments(till.payments))
  })
}

/** The till as the journal has it; null where its records can not be followed. */
export async function tillOn(disk: Disk, journal: string): Promise<Till | null> {
  let till = NEW_TILL
  try {
    await verifyFolder(disk, journal, (line) => {
      till = replayRecord(till, line).till
    })
    return till
  } catch (cause) {
    if (isMissing(cause)) return till
    if (cause instanceof DiskFault) throw cause
    // Records of a newer version, or ones that do not fit each other: the journal's own check says which.
    return null
  }
}

function judge(open: readonly KeptPayment[]): Omit<Check, 'name'> {
  const [first] = open
  if (!first) return { is: 'good', sentence: { zh: '没有', en: 'none' } }
  const amount = formatMoney(sum(open.map(({ payment }) => payment.amount)))
  const { attempt, at } = first.payment
  return {
    is: 'attention',
    sentence: {
      zh:
        `${open.length} 笔，共 ${amount}，最早一笔 ${attempt}（${at}）。` +
        '启动收银台会继续查询或冲正；仍在的，请店长对照对账单，在屏幕上方的条里确定。',
      en:
        `${open.length}, ${amount} in all, the oldest ${attempt} (${at}). The station goes on asking or reversing ` +
        'when it runs; for those that stay, a manager sees the statement and decides on top of the screen.',
    },
  }
}
