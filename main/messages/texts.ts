import type { Channel } from '#domain/contact'
import { formatMoney, type Money } from '#domain/money'

/** What a message about a one-time refund code says: nothing of the customer, whose data is nobody's on the way. */
export interface RefundCodeFacts {
  readonly shop: string
  readonly station: string
  readonly receipt: string
  readonly amount: Money
  readonly asker: { readonly number: string; readonly name: string }
  readonly code: string
  /** How long it is good for. */
  readonly minutes: number
}

export interface Text {
  /** Of a mail; whoever sees it on a locked telephone learns no code by it. */
  readonly subject: string
  readonly text: string
}
type Language = 'zh-CN' | 'en'
type Facts = Omit<RefundCodeFacts, 'amount' | 'asker'> & { readonly yuan: string; readonly asker: string }

/** One SMS in Chinese has 70 signs; names are cut so that it stays one. */
const SHOP_SIGNS_MAX = 6
const ASKER_SIGNS_MAX = 6

const REFUND_CODE: Readonly<Record<Language, Readonly<Record<Channel, (facts: Facts) => Text>>>> = {
  'zh-CN': {
    sms: ({ shop, station, receipt, yuan, asker, code, minutes }) => ({
      subject: '',
      text:
        `【${cut(shop, SHOP_SIGNS_MAX)}】退款码${code}：${station}台${receipt}，${yuan}元，` +
        `${cut(asker, ASKER_SIGNS_MAX)}申请，${minutes}分钟有效。同意才给`,
    }),
    email: ({ shop, station, receipt, yuan, asker, code, minutes }) => ({
      subject: `${shop}：${receipt} 申请退款 ${yuan} 元`,
      text:
        `${shop} ${station} 号台申请退款：\n\n小票：${receipt}\n金额：${yuan} 元\n申请人：${asker}\n\n` +
        `退款码：${code}\n\n${minutes} 分钟内有效，只能用一次，只能用于这张小票和这个金额。\n` +
        '同意退款才把它告诉申请人；不同意就不用理会。',
    }),
  },
  en: {
    sms: ({ shop, station, receipt, yuan, asker, code, minutes }) => ({
      subject: '',
      text:
        `${cut(shop, SHOP_SIGNS_MAX)}: refund code ${code}, station ${station}, ${receipt}, ${yuan} yuan, ` +
        `asked by ${cut(asker, ASKER_SIGNS_MAX)}, ${minutes} min. Give it only if you agree`,
    }),
    email: ({ shop, station, receipt, yuan, asker, code, minutes }) => ({
      subject: `${shop}: refund of ${yuan} yuan asked for, ${receipt}`,
      text:
        `${shop}, station ${station}, asks for a refund:\n\nReceipt: ${receipt}\nAmount: ${yuan} yuan\n` +
        `Asked by: ${asker}\n\nRefund code: ${code}\n\nGood for ${minutes} minutes, once, for this receipt and ` +
        'amount only.\nTell it to whoever asks only if you agree; if you do not, there is nothing to do.',
    }),
  },
}

const cut = (text: string, signs: number): string => Array.from(text).slice(0, signs).join('')

export function refundCodeText(
  language: Language,
  channel: Channel,
  { amount, asker, ...facts }: RefundCodeFacts,
): Text {
  return REFUND_CODE[language][channel]({
    ...facts,
    ...{ yuan: formatMoney(amount), asker: `${asker.number} ${asker.name}` },
  })
}

/** By which IT sees that a way works. */
export const testText = (language: Language, shop: string, station: string): Text =>
  language === 'zh-CN'
    ? {
        subject: `${shop}：收银台测试消息`,
        text: `【${cut(shop, SHOP_SIGNS_MAX)}】${station}台测试：收到即可，不用做什么。`,
      }
    : {
        subject: `${shop}: test message of the station`,
        text: `${cut(shop, SHOP_SIGNS_MAX)}, station ${station}: a test. Nothing to do.`,
      }
