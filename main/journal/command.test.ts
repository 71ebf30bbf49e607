import type { Disk } from '#drivers/disk/port'
import { describe, expect, it } from 'vitest'
import {
  appendEach,
  draft,
  JOURNAL_FOLDER,
  makeJournalBox,
  placesOf,
  type JournalBox,
  WITNESS,
  closedBox,
} from '../../tests/world/journals.ts'
import { runCommand } from './command.ts'
import { sentenceOfFault } from './fault-sentences.ts'
import { join } from 'node:path'

const FIRST = '0000000000000001.jsonl'

async function run(disk: Disk, ...args: string[]) {
  const said: string[] = []
  const warned: string[] = []
  const exit = await runCommand({
    ...{ disk, args, folder: '/station', openIndex: () => null },
    ...{ say: (line) => void said.push(line), warn: (line) => void warned.push(line) },
  })
  return { exit, said, warned }
}
const verify = (box: JournalBox) => run(box.disk.process(), 'verify')

const filledBox = () => closedBox(6)
async function rot(box: JournalBox, ...sequences: number[]): Promise<void> {
  const places = await placesOf(box.disk.process(), JOURNAL_FOLDER)
  for (const sequence of sequences) box.disk.rot(join(JOURNAL_FOLDER, FIRST), (places.get(sequence)?.at ?? 0) + 90, 1)
}

describe('npm run journal -- find', () => {
  const tenders = [{ attempt: 'S01-1-000012', approval: 'A-S01-1-000012' }]
  const sale = (n: number, total: number, operator: string) => ({
    ...{ ...draft(n), ts: Date.UTC(2026, 4, 4, 1, n), type: 'sale-paid' },
    body: {
      event: { is: 'sale-paid', receipt: `S01-1-00000${n}`, total, operator, tenders: n === 3 ? tenders : [] },
      reply: null,
    },
  })
  const shop = async (): Promise<JournalBox> => {
    const box = makeJournalBox()
    const journal = await box.mustOpen()
    for (const each of [sale(1, 150, '03'), sale(2, 300, '11'), sale(3, 150, '11')]) await journal.append(each)
    const approval = { subject: 'S01-1-000002', amount: 300, approver: '11', asker: '03' }
    await journal.append({ ...draft(4), type: 'approval-given', body: { event: { is: 'approval-given', approval } } })
    await journal.close()
    return box
  }
  const found = async (...args: string[]) => {
    const { exit, said } = await run((await shop()).disk.process(), 'find', ...args)
    return { exit, seqs: said.map((line) => (JSON.parse(line) as { seq: number }).seq) }
  }

  it.each([
    [
      ['--receipt', 'S01-1-000002'],
      [2, 4],
    ],
    [
      ['--type', 'sale-paid', '--operator', '11'],
      [2, 3],
    ],
    [
      ['--amount', '1.50'],
      [1, 3],
    ],
    [
      ['--operator', '03'],
      [1, 4],
    ],
    [['--from', '2026-05-04T09:02+08:00', '--to', '2026-05-04T01:02Z'], [2]],
    [['--receipt', 'S01-1-000009'], []],
    [['--kind', 'approval-given'], [4]],
    [['--order', 'S01-1-000012'], [3]],
    [['--order', 'A-S01-1-000012'], [3]],
    [['--order', 'S01-1-000013'], []],
  ])('by %j', async (args, seqs) => {
    expect(await found(...args)).toEqual({ exit: 0, seqs })
  })

  it.each([
    [[]],
    [['--receipt']],
    [['--colour', 'red']],
    [['--amount', 'x']],
    [['--from', '2026-05-04']],
    [['--kind', 'a', '--type', 'a']],
  ])('is not understood as %j', async (args) => {
    expect((await run((await shop()).disk.process(), 'find', ...args)).exit).toBe(2)
  })

  it('stats count what there is', async () => {
    const { exit, said } = await run((await shop()).disk.process(), 'stats')
    expect(exit).toBe(0)
    expect(said.join('\n')).toMatch(/4 条[\s\S]*2026-05-04T01:01:00Z[\s\S]*3 {2}sale-paid\n +1 {2}approval-given/)
  })
})

describe('npm run journal -- verify --head', () => {
  const headOf = async (box: JournalBox) => {
    const { said } = await run(box.disk.process(), 'verify')
    return /hash ([\w-]{8})/.exec(said.join())?.[1] ?? ''
  }

  it('finds what a receipt names, and not what only looks like it', async () => {
    const box = await filledBox()
    const hash = await headOf(box)
    expect((await run(box.disk.process(), 'verify', '--head', `6-${hash}`)).exit).toBe(0)
    for (const other of [`5-${hash}`, '6-AAAAAAAA']) {
      const { exit, said } = await run(box.disk.process(), 'verify', '/station', '--head', other)
      expect([exit, said.at(-1)]).toEqual([1, expect.stringContaining(`${other} of the receipt is not in`) as string])
    }
  })

  it('finds out that a whole journal was replaced by one that is sound in itself', async () => {
    const hash = await headOf(await filledBox())
    const forged = makeJournalBox()
    const journal = await forged.mustOpen()
    for (let n = 1; n <= 6; n++) await journal.append({ ...draft(n), ts: 5 })
    await journal.close()
    const { exit, said } = await run(forged.disk.process(), 'verify', '--head', `6-${hash}`)
    expect([exit, said[0]]).toEqual([1, expect.stringContaining('The journal is sound') as string])
  })

  it.each([['--head'], ['--head', '6'], ['--head', '6-AAAAAAAA', 'a', 'b']])(
    'is not understood as %j',
    async (...args) => {
      expect((await run((await filledBox()).disk.process(), 'verify', ...args)).exit).toBe(2)
    },
  )
})

describe('npm run journal -- verify', () => {
  it('says that a sound journal is sound, in one line of both languages', async () => {
    const { exit, said } = await verify(await filledBox())
    expect(exit).toBe(0)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(
      /^✓ 流水完好：6 条，1 个文件，最后一条 6，散列 \S{43} \/ The journal is sound: 6 records in 1 file/,
    )
  })

  it('says one line a fault, with its number, its file and the next step, and ends with 1', async () => {
    const box = await filledBox()
    await rot(box, 2, 4, 5)
    const { exit, said } = await verify(box)
    expect(exit).toBe(1)
    expect(said).toHaveLength(3)
    expect(said[0]).toContain(`流水第 2 条（${FIRST}）与写入时不同`)
    expect(said[0]).toContain(`Record 2 (${FIRST}) is not what was written`)
    expect(said[0]).toContain('Copy the whole data folder first')
    expect(said[1]).toContain('Each of records 4–5')
    expect(said[2]).toMatch(/^✕ 共 2 处问题.* \/ 2 faults; what can be read is 3 records in 1 file, the last is 6$/)
  })

  it('takes a torn tail for what it is, and ends with 0', async () => {
    const box = makeJournalBox({ seed: 3 })
    const journal = await box.mustOpen()
    await appendEach(journal, 1, 3)
    box.disk.cutPowerAfter(1)
    await expect(journal.append(draft(4))).rejects.toThrow()
    const { exit, said } = await verify(box)
    expect(exit).toBe(0)
    expect(said[0]).toMatch(/^○ 流水从第 4 条起只写了一半.*From record 4 on the journal is half written/)
    expect(said[1]).toContain('3 records')
  })

  it('says when the witness is gone, and names files it did not check', async () => {
    const box = await filledBox()
    for (const name of [WITNESS, `${WITNESS}.before`]) await box.disk.process().remove(name)
    await box.put(join(JOURNAL_FOLDER, `${FIRST}.bak`), Buffer.from('x'))
    const { exit, said } = await verify(box)
    expect(exit).toBe(0)
    expect(said[0]).toContain('sealed/head.json is missing or damaged')
    expect(said[1]).toContain(`${FIRST}.bak is not the name of a journal file`)
  })

  it('takes the folder it is given', async () => {
    const box = await filledBox()
    expect((await run(box.disk.process(), 'verify', '/station')).exit).toBe(0)
    const { exit, said } = await run(box.disk.process(), 'verify', '/elsewhere')
    expect(exit).toBe(2)
    expect(said).toEqual([expect.stringContaining('There is no journal in /elsewhere')])
  })

  it.each([[[]], [['find', '1']], [['verify', '--all']], [['verify', 'a', 'b']]])(
    'shows its usage for %j',
    async (args) => {
      const { exit, said } = await run((await filledBox()).disk.process(), ...args)
      expect(exit).toBe(2)
      expect(said[0]).toContain('npm run journal -- verify|export|find|stats|check-export|archive [DIR]')
      expect(said.at(-1)).toContain('if left out: /station')
    },
  )
})

describe('a fault', () => {
  const KINDS = [
    ...(['broken', 'chain', 'missing', 'foreign', 'newer'] as const),
    ...(['name', 'replaced', 'truncated', 'unreadable', 'archive', 'twins'] as const),
  ]
  it.each(KINDS)('that is %s names its record and a next step in both languages', (kind) => {
    const { zh, en } = sentenceOfFault({ kind, sequence: 7, last: 7, file: join('/d', FIRST) })
    expect(zh).toMatch(new RegExp(`^流水第 7 条（${FIRST}）.+。请.+。$`))
    expect(en).toMatch(new RegExp(`^Record 7 \\(${FIRST}\\) .+\\. (Copy|Check|Verify|Rename) .+\\.$`))
  })
})
