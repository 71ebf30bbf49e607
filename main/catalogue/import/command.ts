import type { WeighedRule } from '#domain/weighed'
import type { Sentence } from '#domain/sentence'
import type { Disk } from '#drivers/disk/port'
import type { Claim } from '#drivers/lock/port'
import { refusalFor } from '../../opening.ts'
import { sentenceOf } from '../../sentences.ts'
import { settingsIn } from '../../settings.ts'
import { writeGoods } from '../goods-file.ts'
import type { Delimiter } from './cells.ts'
import { importGoods, REMARKS_MAX, type ImportReport } from './import-goods.ts'
import { sentenceOfRefusal, sentenceOfRemark } from './sentences.ts'

/** What `npm run goods -- import` does; `build/goods.ts` gives it the real disk, lock and file. */
export interface GoodsCommand {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
  readonly bytes: AsyncIterable<Uint8Array>
  /** Only reads and reports. */
  readonly check: boolean
  /** Takes the good lines in even where most are bad. */
  readonly partly: boolean
  readonly claim: (folder: string) => Promise<Claim>
  readonly say: (line: string) => void
}

/** True where goods were taken in, or would be; else nothing has changed. Errors of `bytes` are thrown on. */
export async function runImport(command: GoodsCommand): Promise<boolean> {
  const { folder, check, claim, say } = command
  const tell = (mark: string, { zh, en }: Sentence) => say(`${mark} ${zh} / ${en}`)
  // Only looking needs no station to be off.
  const claimed = check ? null : await claim(folder)
  if (claimed?.is === 'taken') {
    tell('✕', RUNNING)
    return false
  }
  try {
    return await takeIn(command, tell)
  } catch (cause) {
    tell('✕', sentenceOf(refusalFor(cause, folder)))
    return false
  } finally {
    await claimed?.lock.free()
  }
}

async function takeIn({ disk, folder, bytes, check, partly }: GoodsCommand, tell: Tell): Promise<boolean> {
  const { weighed } = (await settingsIn(disk, folder)).data
  const list = await readList(bytes, weighed, tell)
  if (list === null) return false
  // It would leave the shop with next to nothing to sell.
  if (list.report.bad > list.goods.length && !partly) {
    tell('✕', MOSTLY_BAD)
    return false
  }
  const { goods } = list
  if (check) return true
  await writeGoods(disk, folder, goods)
  tell('✓', written(goods.length, folder))
  return true
}

type Tell = (mark: string, sentence: Sentence) => void

async function readList(bytes: AsyncIterable<Uint8Array>, rules: readonly WeighedRule[], tell: Tell) {
  const imported = await importGoods(bytes, rules)
  if (!imported.ok) {
    tell('✕', sentenceOfRefusal(imported))
    return null
  }
  const { goods, report } = imported.value
  for (const remark of report.remarks) tell(remark.is === 'bad' ? '✕' : '○', sentenceOfRemark(remark))
  if (report.remarks.length >= REMARKS_MAX) tell('○', MORE)
  tell(goods.length === 0 ? '✕' : '✓', summary(report))
  return goods.length === 0 ? null : imported.value
}

const RUNNING: Sentence = {
  zh: '收银台正在运行，没有导入。请先退出收银台，再运行同一命令。',
  en: 'The station is running, so nothing was imported. Close it first, then run the same command again.',
}
const MOSTLY_BAD: Sentence = {
  zh: '有误的行比可用的多，没有导入。请改正后再导入；确实只要可用的行，请加 --partly。',
  en: 'More lines are bad than good, so nothing was imported. Correct them; or take just the good ones with --partly.',
}
const MORE: Sentence = {
  zh: `每类最多列出 ${REMARKS_MAX} 条，其余只计数`,
  en: `${REMARKS_MAX} of each kind are listed at most; the rest is only counted`,
}
const DELIMITER: Readonly<Record<Delimiter, Sentence>> = {
  ',': { zh: '逗号', en: 'comma' },
  ';': { zh: '分号', en: 'semicolon' },
  '\t': { zh: '制表符', en: 'tab' },
}

function summary({ encoding, delimiter, lines, taken, bad, notes }: ImportReport): Sentence {
  const noted =
    notes === 0 ? { zh: '', en: '' } : { zh: `，其中 ${notes} 行有提示`, en: `, ${notes} of them with a note` }
  return {
    zh: `${encoding}，${DELIMITER[delimiter].zh}分隔：共 ${lines} 行，${taken} 行可用${noted.zh}，${bad} 行有误未收`,
    en: `${encoding}, by ${DELIMITER[delimiter].en}: ${lines} lines, ${taken} good${noted.en}, ${bad} bad and left out`,
  }
}

const written = (count: number, folder: string): Sentence => ({
  zh: `已收进 ${count} 种商品，代替原有的全部商品（${folder}）；下次启动收银台时生效`,
  en: `${count} goods are now the station's, in place of all before (${folder}); it sells them from its next start`,
})
