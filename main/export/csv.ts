import { localTime } from '#domain/receipt-parts'
import { RECEIPT_WORDS } from '#domain/receipt-words'
import type { Booking } from './bookings.ts'
import { amount, number, rowText, text, type Cell } from './cells.ts'

const KINDS = { sale: '销售 sale', void: '撤销 void', refund: '退货 refund' } as const
const METHODS = { cash: '现金 cash', card: '银行卡 card', scan: '扫码 scan' } as const
const STATES = {
  ...{ done: '已完成 done', 'under-way': '进行中 under way' },
  ...{ failed: '未退 not returned', unclear: '待确认 not known yet' },
} as const

interface Around {
  readonly timeZone: string
  readonly nameOf: (operator: string) => string
}

/** What the columns are called, in their order, and what each holds. */
const COLUMNS: readonly (readonly [string, (booking: Booking, around: Around) => Cell])[] = [
  ['流水号 seq', ({ seq }) => number(seq)],
  ['流水 journal', ({ journal }) => text(journal)],
  ['类型 kind', ({ kind }) => text(KINDS[kind])],
  ['单号 receipt', ({ receipt }) => text(receipt)],
  ['店铺时间 local time', ({ atMs }, { timeZone }) => text(localTime(atMs, timeZone))],
  ['UTC', ({ atMs }) => text(new Date(atMs).toISOString())],
  ['收银员 operator', ({ operator }, around) => person(operator, around)],
  ['付款方式 method', ({ method }) => text(method && METHODS[method])],
  ['金额 amount', (booking) => amount(booking.amount)],
  ['状态 state', ({ state }) => text(STATES[state])],
  ['合计 total', ({ total }) => amount(total)],
  ['抹零 rounding', ({ rounded }) => amount(rounded)],
  ['原单号 original receipt', ({ back }) => text(back && back.original)],
  ['原因 reason', ({ back }) => text(back && `${RECEIPT_WORDS['zh-CN'].reasons[back.reason]} ${back.reason}`)],
  ['申请人 asked by', ({ back }, around) => back && person(back.asker, around)],
  ['授权人 approved by', ({ back }, around) => back && person(back.manager, around)],
  ['本人授权 self-approved', ({ back }) => text(back && (back.selfApproval ? '是 yes' : '否 no'))],
]

/** With the name, so that a spreadsheet does not take 03 for 3. */
const person = (operator: string, { nameOf }: Around): Cell => text(`${operator} ${nameOf(operator)}`.trim())

export const headerText = (): string => rowText(COLUMNS.map(([name]) => text(name)))
export const bookingText = (booking: Booking, around: Around): string =>
  rowText(COLUMNS.map(([, cell]) => cell(booking, around)))
