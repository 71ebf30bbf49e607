import { never } from '#domain/result'
import type { Sentence } from '#domain/sentence'
import { GOODS_MAX } from '../catalogue.ts'
import type { Field } from './cells.ts'
import { FILE_BYTES_MAX, LINE_SIGNS_MAX } from '../../tables/file-text.ts'
import { LINES_MAX, type ImportRefusal, type Remark } from './import-goods.ts'
import { CATEGORY_COLUMNS_MAX, NAME_COLUMNS_MAX, SKU_UNITS_MAX } from './read-row.ts'

const FIELD: Readonly<Record<Field, Sentence>> = {
  sku: { zh: '编码', en: 'sku' },
  code: { zh: '条码', en: 'code' },
  name: { zh: '名称', en: 'name' },
  category: { zh: '分类', en: 'category' },
  price: { zh: '售价', en: 'price' },
  unit: { zh: '单位', en: 'unit' },
  item: { zh: '店内码', en: 'item' },
}
const MEBIBYTE = 1024 * 1024

/** What was wrong in a line, and what to do. `twice` is told by `sentenceOfRemark`. */
const WHY: Readonly<Record<Exclude<Remark['why'], 'twice'>, Sentence>> = {
  'line-too-long': {
    zh: `这一行超过 ${LINE_SIGNS_MAX} 个字符，不像商品；请检查引号和换行`,
    en: `the line is longer than ${LINE_SIGNS_MAX} signs, which no goods are; check its quotes and line breaks`,
  },
  'quote-open': {
    zh: '双引号没有在本行内成对；请补上引号，名称里不要换行',
    en: 'a double quote is not closed on this line; close it, and keep line breaks out of names',
  },
  'too-many-cells': {
    zh: '格数比表头多；名称里有分隔符时，请用双引号括起来',
    en: 'it has more cells than the header; put a name that holds the delimiter in double quotes',
  },
  missing: { zh: '没有填；请填上', en: 'is missing; fill it in' },
  'too-long': {
    zh: `太长；编码最多 ${SKU_UNITS_MAX} 个字符，名称最多 ${NAME_COLUMNS_MAX / 2} 个汉字，分类最多 ${CATEGORY_COLUMNS_MAX / 2} 个汉字`,
    en:
      `is too long; a sku has ${SKU_UNITS_MAX} signs at most, a name ${NAME_COLUMNS_MAX} columns, ` +
      `a category ${CATEGORY_COLUMNS_MAX}`,
  },
  'card-number': {
    zh: '里像有银行卡号；请去掉，卡号不能写进商品名称',
    en: 'looks like it holds a card number; take it out, no name may hold one',
  },
  unreadable: {
    zh: '有读不出的字；请把文件另存为“CSV UTF-8”再导入',
    en: 'has signs that can not be read; save the file as "CSV UTF-8" and import that',
  },
  'not-a-code': {
    zh: '不是 8、12、13 或 14 位数字；表格可能去掉了开头的 0，请把该列设为文本，没有条码就留空',
    en:
      'is not 8, 12, 13 or 14 digits; the spreadsheet may have dropped zeros in front: make the column text. ' +
      'Leave it empty where there is no code',
  },
  'code-rounded': {
    zh: '被表格改成了科学计数，后几位已丢失；请把该列设为文本，重新填写条码',
    en: 'was rounded by the spreadsheet and has lost its last digits; make the column text and enter it again',
  },
  'wrong-check-digit': {
    zh: '校验位不对；请照商品上的条码核对',
    en: 'has a wrong check digit; compare it with the goods',
  },
  'receipt-number': {
    zh: '是小票号的样子，扫它会打开小票；请换一个条码',
    en: 'has the form of a receipt number and would open a receipt when scanned; give it another code',
  },
  'label-prefix': {
    zh: '以秤签的前缀开头，会被当作称重标签；请改填店内码，条码留空',
    en: 'begins like a label of the scales and would be read as one; fill in its item number and leave the code empty',
  },
  'not-a-price': { zh: '不是价格；请写成 12.50 这样的元', en: 'is no price; write yuan, such as 12.50' },
  'too-many-decimals': { zh: '小数多于两位；请写到分', en: 'has more than two decimals; write it to the fen' },
  'not-above-zero': { zh: '必须大于 0', en: 'must be above zero' },
  'too-high': { zh: '超过 1,000,000 元；请核对', en: 'is above 1,000,000 yuan; check it' },
  'unknown-unit': {
    zh: '不认识；按个卖写“件”，按公斤卖写“kg”（价格也按公斤）',
    en: 'is not known; write "piece", or "kg" for goods sold by weight, with the price of one kilogram',
  },
  'not-an-item': {
    zh: '不是秤标签上的编号，或位数比标签上的多；不称重就留空',
    en: 'is no number that fits a label of the scales; leave it empty where goods are not weighed',
  },
  'signs-removed': {
    zh: '里有看不见的控制字符，已去掉；商品已收进',
    en: 'held control signs that can not be seen; they were taken out, and the goods taken in',
  },
}

export function sentenceOfRemark({ line, field, why, cell, firstLine }: Remark): Sentence {
  const what = why === 'twice' ? twice(firstLine ?? 0) : WHY[why]
  if (field === null) return { zh: `第 ${line} 行：${what.zh}`, en: `Line ${line}: ${what.en}` }
  const shown = cell === '' ? { zh: '', en: '' } : { zh: `“${short(cell)}”`, en: ` "${short(cell)}"` }
  return {
    zh: `第 ${line} 行，${FIELD[field].zh}${shown.zh}${what.zh}`,
    en: `Line ${line}: the ${FIELD[field].en}${shown.en} ${what.en}`,
  }
}

const twice = (line: number): Sentence => ({
  zh: `与第 ${line} 行相同，只收第一个；请改正或删去一行`,
  en: `is the same as in line ${line}, which was taken; correct or remove one of the two`,
})

const SHOWN_UNITS = 40
const short = (cell: string): string =>
  cell.length > SHOWN_UNITS ? `${Array.from(cell.slice(0, SHOWN_UNITS)).join('')}…` : cell

/** Why nothing of a file was read, and what to do. */
export function sentenceOfRefusal(refusal: ImportRefusal): Sentence {
  switch (refusal.why) {
    case 'too-large': {
      const limit = FILE_BYTES_MAX / MEBIBYTE
      return {
        zh: `文件超过 ${limit} MB，不像商品表，没有读完。请确认选对了文件，或分成几个。`,
        en: `The file is larger than ${limit} MB, which no list of goods is. Check that it is the right one.`,
      }
    }
    case 'not-text':
      return {
        zh: '这不是文本文件。如果是 Excel 工作簿，请另存为“CSV UTF-8”再导入。',
        en: 'This is no text file. If it is an Excel workbook, save it as "CSV UTF-8" and import that.',
      }
    case 'broken-text':
      return {
        zh: '文件自称 UTF-8，内容却不是，可能传输时损坏。请重新导出或复制一次。',
        en: 'The file says that it is UTF-8 and is not; it may be damaged. Export or copy it again.',
      }
    case 'empty':
      return { zh: '文件是空的。', en: 'The file is empty.' }
    case 'too-many-lines':
      return {
        zh: `超过 ${LINES_MAX} 行。请删去多余的行再导入。`,
        en: `There are more than ${LINES_MAX} lines. Remove those that are not needed.`,
      }
    case 'too-many-goods':
      return {
        zh: `商品超过 ${GOODS_MAX} 种，本机最多这么多。请删去不卖的商品再导入。`,
        en: `There are more than ${GOODS_MAX} goods, the most a station takes. Remove those that are not sold.`,
      }
    case 'no-header':
      return headerSentence(refusal)
    default:
      return never(refusal)
  }
}

function headerSentence({ missing, twice }: Extract<ImportRefusal, { why: 'no-header' }>): Sentence {
  const named = (fields: readonly Field[]): Sentence => ({
    zh: fields.map((field) => FIELD[field].zh).join('、'),
    en: fields.map((field) => FIELD[field].en).join(', '),
  })
  const lacks = named(missing)
  const doubles = named(twice)
  const all = named(['sku', 'code', 'name', 'category', 'price', 'unit', 'item'])
  return {
    zh:
      (missing.length > 0 ? `第一行缺少这些列：${lacks.zh}。` : '') +
      (twice.length > 0 ? `第一行里重复了：${doubles.zh}。` : '') +
      `第一行应写列名：${all.zh}。`,
    en:
      (missing.length > 0 ? `The first line lacks these columns: ${lacks.en}. ` : '') +
      (twice.length > 0 ? `The first line has twice: ${doubles.en}. ` : '') +
      `The first line names the columns: ${all.en}.`,
  }
}
