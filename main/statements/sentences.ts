import { never } from '#domain/result'
import type { Sentence } from '#domain/sentence'
import type { Column } from './cells.ts'
import { DAYS_MAX, ROWS_MAX, STATEMENT_BYTES_MAX, type LineFault, type StatementRefusal } from './read-statement.ts'

const COLUMN: Readonly<Record<Column, Sentence>> = {
  logNo: { zh: '流水号', en: 'log number' },
  tradeNo: { zh: '平台交易号', en: 'trade number' },
  order: { zh: '商户订单号', en: 'order number' },
  date: { zh: '时间', en: 'date' },
  type: { zh: '类型', en: 'type' },
  amount: { zh: '金额', en: 'amount' },
  fee: { zh: '手续费', en: 'fee' },
  net: { zh: '结算金额', en: 'net amount' },
}

const WHY: Readonly<Record<LineFault['why'], Sentence>> = {
  'line-too-long': { zh: '太长，不像对账单的一行', en: 'is too long for a line of a statement' },
  'quote-open': { zh: '双引号没有在本行内成对', en: 'has a double quote that is not closed' },
  'too-many-cells': { zh: '格数比表头多', en: 'has more cells than the header' },
  'no-number': { zh: '没有任何单号', en: 'has no number of an order' },
  'not-a-number': { zh: '不是单号', en: 'is no number of an order' },
  'number-rounded': {
    zh: '被表格改成了科学计数，后几位已丢失；请用没有在表格软件里存过的原文件',
    en: 'was rounded by a spreadsheet and has lost its last digits; take the file as it was downloaded',
  },
  'no-day': { zh: '不是日期', en: 'is no date' },
  'no-type': {
    zh: '不是设定里的交易类型；合计行不用管，别的请 IT 补进设定',
    en: 'is no type that the settings know; never mind lines of totals, of others tell IT',
  },
  'not-an-amount': { zh: '不是金额', en: 'is no amount' },
}

export function sentenceOfFault({ line, column, why, cell }: LineFault): Sentence {
  const what = WHY[why]
  const shown = cell === '' ? { zh: '', en: '' } : { zh: `“${cell}”`, en: ` “${cell}”` }
  if (column === null) return { zh: `第 ${line} 行${what.zh}。`, en: `Line ${line} ${what.en}.` }
  const name = COLUMN[column]
  return {
    zh: `第 ${line} 行，${name.zh}${shown.zh}${what.zh}。`,
    en: `Line ${line}: the ${name.en}${shown.en} ${what.en}.`,
  }
}

const MEBIBYTE = 1024 * 1024

/** Why nothing of the file was read, and what to do. */
export function sentenceOfStatement(refusal: StatementRefusal): Sentence {
  switch (refusal.why) {
    case 'too-large': {
      const limit = STATEMENT_BYTES_MAX / MEBIBYTE
      return {
        zh: `文件超过 ${limit} MB，没有读。请按天下载对账单。`,
        en: `The file is larger than ${limit} MB and was not read. Download statements day by day.`,
      }
    }
    case 'not-text':
      return {
        zh: '这不是文本文件。请下载 CSV 格式的对账单，不要用 Excel 工作簿。',
        en: 'This is no text file. Download the statement as CSV, not as an Excel workbook.',
      }
    case 'broken-text':
      return {
        zh: '文件自称 UTF-8，内容却不是，可能传输时损坏。请重新下载。',
        en: 'The file says that it is UTF-8 and is not; it may be damaged. Download it again.',
      }
    case 'empty':
      return { zh: '文件里没有交易。请确认下载的日期。', en: 'The file holds no transactions. Check the day it is of.' }
    case 'too-many-rows':
      return {
        zh: `超过 ${ROWS_MAX} 行。请按天下载。`,
        en: `It has more than ${ROWS_MAX} lines. Download it day by day.`,
      }
    case 'too-many-days':
      return {
        zh: `前后超过 ${DAYS_MAX} 天。请按天下载。`,
        en: `It is of more than ${DAYS_MAX} days. Download it day by day.`,
      }
    case 'too-much-money':
      return {
        zh: '金额合计大得不可能。请 IT 核对设定里金额的单位（元或分）。',
        en: 'Its amounts come to more than can be. IT checks whether the settings have yuan or fen.',
      }
    case 'no-header':
      return headerSentence(refusal)
    default:
      return never(refusal)
  }
}

function headerSentence({ found, missing, twice }: Extract<StatementRefusal, { why: 'no-header' }>): Sentence {
  const has = found.length === 0 ? { zh: '空', en: 'nothing' } : { zh: found.join('、'), en: found.join(', ') }
  return {
    zh:
      `不认识这份对账单的列。文件里有：${has.zh}。` +
      (missing.length > 0 ? `缺少：${missing.join('、')}。` : '') +
      (twice.length > 0 ? `重复：${twice.join('、')}。` : '') +
      '请确认文件；格式变了，请 IT 改设定里的列名（statement）。',
    en:
      `The columns of this statement are not known. It has: ${has.en}. ` +
      (missing.length > 0 ? `Missing: ${missing.join(', ')}. ` : '') +
      (twice.length > 0 ? `Twice: ${twice.join(', ')}. ` : '') +
      'Check the file; if its layout is new, IT names the columns in the settings (statement).',
  }
}
