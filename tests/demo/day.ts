import { formatMoney, money } from '#domain/money'
import { trainingGoods } from '#main/catalogue/training-goods'
import type { Page } from 'playwright-core'
import { askIn } from '../driving/asking.ts'
import { begin, scan, showsTotal, type, enterSentCode } from '../driving/hands.ts'
import { VOID_PASSWORD } from '../world/people.ts'
import type { NetworkPrinter } from '../world/network-printer.ts'
import { randomUUID } from 'node:crypto'

/** A short day at the counter by keyboard and scanner; each step fails where screen or paper says otherwise. */
export interface Day {
  readonly page: Page
  readonly printer: NetworkPrinter
  readonly say: (text: string) => void
  readonly step: (chinese: string, english: string) => void
  readonly picture: (name: string) => Promise<void>
}

/** What the cashier counts, in fen: each sale's total in the order they were paid, and what is in the drawer. */
export interface Expected {
  readonly totals: readonly number[]
  readonly drawer: number
  /** Slips that money went back by. */
  readonly returns: number
  /** Times that money moved by card, to the shop or back. */
  readonly byCard: number
}

const WRONG_PASSWORD = '246813'
const CASH = 10_000
const BY_CARD = 200
/** 532 g of apples at 11.96, as the shop's scales stick it on the bag. */
const APPLES = { label: '2210001005326', fen: 636 }
const GOODS = trainingGoods.filter(({ code }) => code !== null)
const PAPER_MS = 15_000

export async function theDay(day: Day): Promise<Expected> {
  const { page, step, picture, say } = day
  step('首次使用：店长、收银员', 'first run: manager and cashier')
  await begin(page)
  await picture('ready')

  step('第一位顾客：秤的标签、商品、折扣；挂单', 'first customer: a scale’s label, goods; parked')
  const first = await firstCustomer(day)
  await page.keyboard.press('F5')
  await showsTotal(page, 0)

  step('第二位顾客，现金正好', 'second customer, cash to the fen')
  const [, , , fourth, fifth] = GOODS
  let second = 0
  for (const { code, price } of [fourth, fifth].flatMap((each) => each ?? [])) {
    await scan(page, code ?? '')
    await showsTotal(page, (second += price))
  }
  await takeCash(day, second, second)
  const receipt = await paper(day, 1, second)

  step('取回第一单，收 100.00', 'the first sale is recalled, 100.00 is given')
  await page.keyboard.press('F6')
  await showsTotal(page, first)
  await takeCash(day, first, CASH)
  await paper(day, 2, first)
  await picture('paid')

  step(`扫小票上的二维码 ${receipt}：撤销`, 'the receipt’s own QR code is scanned: void')
  await scan(page, receipt)
  await voidIt(day)
  await paper(day, 3, second)
  await page.keyboard.press('Escape')
  const { third, inCash } = await thirdCustomer(day)
  say(`   ${day.printer.firmware.drawerOpenings()} × 钱箱 / drawer`)
  return { totals: [second, first, third], drawer: first + inCash, returns: 2, byCard: 2 }
}

/** A card is declined; part of it goes by card all the same, the rest in cash; then one piece comes back. */
async function thirdCustomer(day: Day): Promise<{ readonly third: number; readonly inCash: number }> {
  const { page, step, picture } = day
  step('第三位顾客：银行卡被拒，刷一部分，余下付现金', 'third customer: a card is declined, part by card, rest in cash')
  let due = 0
  const goods = GOODS.slice(6, 9)
  for (const { code, price } of goods) {
    await scan(page, code ?? '')
    await showsTotal(page, (due += price))
  }
  await setCards(page, 'decline')
  await page.keyboard.press('F10')
  await page.keyboard.press('Enter')
  await page.getByText(/发卡行没有批准|card issuer did not approve/).waitFor()
  await picture('declined')
  await setCards(page, 'approve')
  await page.keyboard.press('F10')
  await type(page, formatMoney(money(BY_CARD)))
  await page.keyboard.press('Enter')
  await showsTotal(page, due - BY_CARD)
  await picture('split')
  await takeCash(day, due - BY_CARD, due - BY_CARD)
  const receipt = await paper(day, 4, due)

  step(`退货：${receipt} 的一件`, 'one piece of it comes back')
  const back = goods[0]?.price ?? 0
  await scan(page, receipt)
  await refund(day)
  await paper(day, 5, back)
  // Half a fen goes to the card, as it paid first.
  const backByCard = Math.floor((2 * back * BY_CARD + due) / (2 * due))
  return { third: due, inCash: due - BY_CARD - (back - backByCard) }
}

/** How the virtual bank fares, as the practice panel sets it. */
async function setCards(page: Page, mood: 'approve' | 'decline'): Promise<void> {
  const answer = await askIn(page, { name: 'training.setPayments', input: { method: 'card', mood } }, randomUUID())
  if (!answer.includes('true')) throw new Error(answer)
}

async function refund({ page, picture }: Day): Promise<void> {
  await page.getByRole('button', { name: /^(退货退款|Refund)$/ }).click()
  await page.getByRole('button', { name: /^\+ / }).first().click()
  await picture('refund')
  await page.keyboard.press('Enter')
  await enterSentCode(page)
  await page.getByText(/已退一部分|Some went back/).waitFor()
  await picture('refunded')
}

async function firstCustomer({ page, picture, say }: Day): Promise<number> {
  await scan(page, APPLES.label)
  let due = APPLES.fen
  await showsTotal(page, due)
  let last = 0
  for (const { code, price, name } of GOODS.slice(0, 3)) {
    await scan(page, code ?? '')
    await showsTotal(page, (due += price))
    say(`   ${code ?? ''} ${name} ${formatMoney(money(due))}`)
    last = price
  }
  await page.keyboard.press('F3')
  await type(page, '2')
  await page.keyboard.press('Enter')
  await showsTotal(page, (due += last))
  await page.keyboard.press('F4')
  await type(page, '10')
  await page.keyboard.press('Enter')
  due -= Math.round((2 * last) / 10)
  await showsTotal(page, due)
  await picture('sale')
  return due
}

async function takeCash({ page, picture }: Day, due: number, given: number): Promise<void> {
  await page.keyboard.press('F9')
  await type(page, formatMoney(money(given)))
  await picture('cash')
  await page.keyboard.press('Enter')
  await page
    .getByText(formatMoney(money(given - due)))
    .first()
    .waitFor()
}

const COPY = /MERCHANT COPY|CUSTOMER COPY/
/** The copies of a card slip come behind the slip of what they are about. */
export const isCardSlip = (sheet: readonly string[]): boolean => sheet.some((line) => COPY.test(line))

/**
 * The slip that came out as the so-manieth, but for those of cards, decoded from its bytes; it must be about `total`.
 * Gives its QR code.
 */
async function paper({ printer, say }: Day, number: number, total: number): Promise<string> {
  const since = performance.now()
  const sheets = () => printer.firmware.sheets().filter((each) => !isCardSlip(each))
  while (sheets().length < number) {
    if (performance.now() - since > PAPER_MS) throw new Error(`slip ${number} did not come out`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const sheet = sheets()[number - 1] ?? []
  for (const line of sheet) say(`   │ ${line}`)
  const figure = / {2}￥(\d+\.\d\d)$/.exec(sheet.find((line) => line.includes('￥')) ?? '')?.[1]
  if (figure !== formatMoney(money(total))) throw new Error(`slip ${number} says ${figure ?? 'no sum'}`)
  const [, qr] = /\[QR (.+)\]/.exec(sheet.join('\n')) ?? []
  if (qr === undefined) throw new Error(`slip ${number} has no QR code`)
  return qr
}

async function voidIt({ page, picture, say }: Day): Promise<void> {
  await page.getByRole('button', { name: /撤销交易|Void sale/ }).click()
  await type(page, WRONG_PASSWORD)
  await page.keyboard.press('Enter')
  const refusal = page.getByRole('dialog').getByRole('alert')
  await refusal.waitFor()
  say(`   ${(await refusal.innerText()).replaceAll(/\s+/g, ' ')}`)
  await picture('refused')
  await type(page, VOID_PASSWORD)
  await page.keyboard.press('Enter')
  const back = page.getByRole('dialog').getByRole('status')
  await back.waitFor()
  say(`   ${await back.innerText()}`)
  await picture('voided')
}
