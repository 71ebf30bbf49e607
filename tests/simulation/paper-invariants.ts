import { cardFactsOf, cardSlipIn } from '#domain/card-slips'
import { slipsOf, type PaidSale, type SlipState } from '#domain/paid-sale'
import { everySale } from '#domain/sales'
import type { Till } from '#domain/till'
import type { World } from '../world/world.ts'
import { drawerAmiss } from './money-invariants.ts'

/** What came out of the printer, held against what the till says of it. */
const RETURN_NUMBER = / S[\w-]+\/(\d+)/
const COPY_MARK = /(?:重印|重打印|COPY|REPRINT) (\d+)/
const CARD_COPY = /(MERCHANT|CUSTOMER) COPY/
const CARD_VOUCHER = /^(?:凭证号|Voucher) +(\d{6})$/m
const CARD_REMARKS = /^(?:备注|Remarks) +(S[\w-]+)/m

/** `sale S01-1-000001O 0`, or `return-1 …`, with the number of the copy, of each slip that came out whole. */
const papersIn = (world: World): string[] =>
  world.printer.sheets.flatMap((sheet) => {
    const text = sheet.join('\n')
    const copy = text.match(COPY_MARK)?.[1] ?? '0'
    const voucher = text.match(CARD_VOUCHER)?.[1]
    const remarks = text.match(CARD_REMARKS)?.[1]
    if (voucher !== undefined && remarks !== undefined)
      return [`${text.match(CARD_COPY)?.[1]?.toLowerCase() ?? ''} ${voucher} ${remarks} ${copy}`]
    const receipt = sheet.find((line) => line.includes('[QR'))?.match(/S[\w-]+/)?.[0]
    const nth = text.match(RETURN_NUMBER)?.[1]
    const kind = nth === undefined ? 'sale' : `return-${nth}`
    return receipt === undefined ? [] : [`${kind} ${receipt} ${copy}`]
  })

/** A card slip is told by its voucher number, `merchant 000004 S01-1-000001O 0`: no paper names the tender's place. */
function paperOf(sale: PaidSale, { slip, copies }: SlipState): string {
  const card = cardSlipIn(slip)
  if (!card) return `${slip} ${sale.receipt} ${copies}`
  const stan = cardFactsOf(sale, card.own)[card.place]?.stan ?? 0
  return `${card.copy} ${String(stan).padStart(6, '0')} ${sale.receipt} ${copies}`
}

export function paperAmiss(world: World, till: Till): string | null {
  const papers = papersIn(world)
  const twice = papers.find((paper, i) => papers.indexOf(paper) !== i)
  if (twice) return `the slip of the ${twice} came out twice`
  for (const sale of everySale(till.sales)) {
    const amiss = saleAmiss(sale, papers)
    if (amiss) return amiss
  }
  return drawerAmiss(world, till)
}

function saleAmiss(sale: PaidSale, papers: readonly string[]): string | null {
  const { receipt, returns } = sale
  const slips = slipsOf(sale)
  const missing = slips.find((slip) => slip.print === 'printed' && !papers.includes(paperOf(sale, slip)))
  if (missing) return `the slip ${missing.slip} of ${receipt} is said to be printed and is not`
  const unknown = papers.filter((each) => each.startsWith('return-') && each.includes(` ${receipt} `))
  if (unknown.some((each) => Number(each.match(/\d+/)?.[0]) > returns.length))
    return `${receipt} has a slip of money back that did not go back`
  const cards = slips.filter(({ slip }) => cardSlipIn(slip)).map((slip) => paperOf(sale, { ...slip, copies: 0 }))
  const ofCards = papers.filter((each) => /^(merchant|customer) /.test(each) && each.endsWith(` ${receipt} 0`))
  if (ofCards.some((each) => !cards.includes(each))) return `${receipt} has a slip of a card that did not pay`
  return cardsOwedAmiss(sale)
}

/** No slip of a card waits for one that has ended: it would never come. */
function cardsOwedAmiss(sale: PaidSale): string | null {
  const slips = slipsOf(sale)
  const stuck = slips.find(({ slip, print }) => {
    const own = cardSlipIn(slip)?.own
    return own !== undefined && print === 'waiting' && slips.find((each) => each.slip === own)?.print !== 'waiting'
  })
  return stuck ? `the slip ${stuck.slip} of ${sale.receipt} waits for nothing` : null
}
