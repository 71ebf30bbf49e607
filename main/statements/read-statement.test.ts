import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { DAYS_MAX, FAULTS_MAX, readStatement, ROWS_MAX, STATEMENT_BYTES_MAX } from './read-statement.ts'
import { sentenceOfFault, sentenceOfStatement } from './sentences.ts'
import { STATEMENT, type StatementSetting } from './settings.ts'

const HEADER = '流水号,平台交易号,商户订单号,交易时间,交易类型,交易金额,手续费,结算金额'
const GOOD = '66000000000001,T1,01-1-1,2026-05-04 09:00:00,消费,10.00,0.04,9.96'
const read = (text: string | Uint8Array, setting: StatementSetting = STATEMENT) =>
  readStatement(typeof text === 'string' ? Buffer.from(text) : text, setting)
const rowsIn = async (text: string | Uint8Array, setting?: StatementSetting) => {
  const file = await read(text, setting)
  return file.ok ? file.value.rows : file.why
}
const ROW = {
  ...{ line: 2, kind: 'payment', logNo: '66000000000001', tradeNo: 'T1', order: '01-1-1' },
  ...{ amount: 1_000, fee: 4, net: 996, day: '2026-05-04' },
}

describe('a statement', () => {
  it.each([
    ['UTF-8', Buffer.from(`${HEADER}\n${GOOD}`)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${HEADER}\r\n${GOOD}\r\n`)],
    ['GB18030', iconv.encode(`${HEADER}\r\n${GOOD}`, 'gb18030')],
    ['GB18030 with its mark', iconv.encode(`\uFEFF${HEADER}\n${GOOD}`, 'gb18030')],
  ])('is read in %s', async (_, bytes) => {
    expect(await rowsIn(bytes)).toEqual([ROW])
  })

  it('is read in another layout that the settings name', async () => {
    const setting: StatementSetting = {
      ...{ separator: '|', amounts: 'fen', types: { payment: ['PAY'], refund: ['BACK'], revocation: ['VOID'] } },
      columns: {
        ...{ logNo: null, tradeNo: null, order: 'no', date: 'day', type: 'what', amount: 'sum', fee: null, net: null },
      },
    }
    const text = 'what|sum|no|day|more\nPAY|1000|01-1-1|20260504|x\nBACK|-300|01-1-2|2026/05/04 10:00|\n'
    expect(await rowsIn(text, setting)).toMatchObject([
      { kind: 'payment', amount: 1_000, order: '01-1-1', logNo: null, fee: null, day: '2026-05-04' },
      { kind: 'refund', amount: 300, order: '01-1-2', day: '2026-05-04' },
    ])
  })

  it('has bad lines by name, which lose no other', async () => {
    const bad = {
      'no-number': GOOD.replace('66000000000001,T1,01-1-1', ',,'),
      'not-a-number': GOOD.replace('T1', 'T 1'),
      'number-rounded': GOOD.replace('66000000000001', '6.6E+13'),
      'no-day': GOOD.replace('2026-05-04', '2026-02-30'),
      'no-type': GOOD.replace('消费', '合计'),
      'not-an-amount': GOOD.replace('10.00', '-10.00'),
      'quote-open': GOOD.replace('T1', '"T1'),
      'too-many-cells': `${GOOD},1`,
    }
    const file = await read([HEADER, ...Object.values(bad), GOOD].join('\n'))
    if (!file.ok) throw new Error(file.why)
    expect(file.value.faults.map(({ line, why }) => [line, why])).toEqual(
      Object.keys(bad).map((why, nth) => [nth + 2, why]),
    )
    expect(file.value.rows).toEqual([{ ...ROW, line: 10 }])
    expect(file.value.faults.map((fault) => sentenceOfFault(fault).zh)[4]).toContain('第 6 行，类型“合计”')
  })

  it('reads what spreadsheets and wallets put around numbers, and no card’s', async () => {
    const odd = GOOD.replace('66000000000001', '"`66000000000001"')
      .replace('01-1-1', "'01-1-1\t")
      .replace('T1', '="T1"')
    expect(await rowsIn(`${HEADER}\n${odd}`)).toEqual([ROW])
    const card = await rowsIn(`${HEADER}\n${GOOD.replace('T1', '6212345678901232')}`)
    expect(card).toMatchObject([{ tradeNo: '****1232' }])
  })

  it('is refused whole with the reason', async () => {
    const days = (to: string) => `${HEADER}\n${GOOD}\n${GOOD.replace('2026-05-04', to)}`
    const many = `${HEADER}\n${`${GOOD}\n`.repeat(ROWS_MAX + 1)}`
    expect([DAYS_MAX, await rowsIn(days('2026-06-04')), (await rowsIn(days('2026-06-03'))).length]).toEqual([
      ...[31, 'too-many-days', 2],
    ])
    expect(await rowsIn(many)).toBe('too-many-rows')
    expect(await rowsIn(new Uint8Array(STATEMENT_BYTES_MAX + 1).fill(0x31))).toBe('too-large')
    expect(await rowsIn('')).toBe('empty')
    expect(await rowsIn(`${HEADER}\n\n`)).toBe('empty')
    expect(await rowsIn(Buffer.from([0x41, 0, 0x42]))).toBe('not-text')
    for (const figure of ['10.00', '0.04', '9.96'])
      expect(await rowsIn(`${HEADER}\n${GOOD.replace(figure, '50000000.01')}`), figure).toBe('too-much-money')
    const worst = await read(`${HEADER}\n${'x\n'.repeat(FAULTS_MAX + 9)}`)
    expect(worst).toMatchObject({ ok: true, value: { bad: FAULTS_MAX + 9, faults: { length: FAULTS_MAX } } })
  })

  it('of an unknown layout says which columns it has and which it lacks', async () => {
    const file = await read(`日期,金额,交易类型,交易类型\n`)
    if (file.ok) throw new Error('read')
    const { zh, en } = sentenceOfStatement(file)
    expect(zh).toContain(
      '文件里有：日期、金额、交易类型、交易类型。缺少：流水号、平台交易号、商户订单号、交易时间、交易金额',
    )
    expect(en).toContain('Twice: 交易类型')
  })
})
