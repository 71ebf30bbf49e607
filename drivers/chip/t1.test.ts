import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeCardBlocks } from '../gadget/smart-card-blocks.ts'
import { blockOf, makeT1, type T1 } from './t1.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'))
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()
/** What it says to a block: the next one, an answer, or why it is over. */
function says(t1: T1, block: string | null): string {
  const step = t1.take(block === null ? null : hex(block))
  if (step.is === 'send') return text(step.block) + (step.times > 1 ? ` x${step.times}` : '')
  return step.is === 'answer' ? `= ${text(step.bytes)}` : step.why
}

it('tells the card how long its blocks may be', () => {
  const t1 = makeT1(32)
  expect(text(t1.tellSize())).toBe('00C101FE3E')
  // A card that did not get it, and one that answers another size, are told again.
  expect(says(t1, '00 82 00 82')).toBe('00C101FE3E')
  expect(says(t1, '00 E1 01 20 C0')).toBe('00C101FE3E')
  expect(says(t1, '00 E1 01 FE 1E')).toBe('= ')
})

it('numbers its blocks in turn, and takes the card’s in turn', () => {
  const t1 = makeT1(32)
  for (const [first, came] of [
    ['0000020084', '000002900092'],
    ['0040020084', '0040029000D2'],
    ['0000020084', '000002900092'],
  ] as const) {
    expect(text(t1.begin(hex('0084'))).slice(0, 10)).toBe(first)
    expect(says(t1, came.slice(0, 10) + came.slice(10))).toBe('= 9000')
  }
})

it('cuts what is long, one part for each receipt, and puts together what comes in parts', () => {
  const t1 = makeT1(4)
  expect(text(t1.begin(hex('01020304 05060708 090A')))).toBe('002004010203' + '0420')
  expect(says(t1, '00 90 00 90')).toBe('006004050607' + '0868')
  // Asked for the same again, it says the same.
  expect(says(t1, '00 90 00 90')).toBe('006004050607' + '0868')
  expect(says(t1, '00 80 00 80')).toBe('000002090A01')
  expect(says(t1, '00 20 02 AA BB 33')).toBe('00900090')
  expect(says(t1, '00 40 03 CC 90 00 1F')).toBe('= AABBCC9000')
})

it('cuts by the size that the card asks for in the midst of it', () => {
  const t1 = makeT1(4)
  t1.begin(hex('01020304 05060708'))
  expect(says(t1, '00 C1 01 02 C2')).toBe('00E10102E2')
  expect(says(t1, '00 90 00 90')).toBe('0060020506' + '61')
})

it('waits as long as the card asks', () => {
  const t1 = makeT1(32)
  t1.begin(hex('00B0000000'))
  expect(says(t1, '00 C3 01 05 C7')).toBe('00E30105E7 x5')
  expect(says(t1, '00 00 02 90 00 92')).toBe('= 9000')
})

it('asks again for what is damaged or late, three times', () => {
  const t1 = makeT1(32)
  t1.begin(hex('0084'))
  expect([says(t1, '00 00 02 90 01 92'), says(t1, '00 00 05 90 00'), says(t1, null)]).toEqual([
    ...['00810081', '00820082', '00820082'],
  ])
  expect(says(t1, null)).toBe('mute')
  const other = makeT1(32)
  other.begin(hex('0084'))
  // A number out of turn is asked for again, never taken.
  expect(says(other, '00 40 02 90 00 D2')).toBe('00820082')
  expect(says(other, '00 00 02 90 00 92')).toBe('= 9000')
})

it('ends with a card that gives up, and one that never ends', () => {
  const t1 = makeT1(32)
  t1.begin(hex('0084'))
  expect(says(t1, '00 C2 00 C2')).toBe('card-gave-up')
  const endless = makeT1(32)
  endless.begin(hex('0084'))
  let said = ''
  for (let blocks = 0; blocks < 5_000 && said !== 'misread'; blocks++) said = says(endless, '00 C3 01 01 C3')
  expect(said).toBe('misread')
})

const flipped = (block: Uint8Array) => block.map((byte, at) => (at === 2 ? byte ^ 1 : byte))

it('over a line that damages and loses blocks: the right answer or none, and nothing is carried out twice', () => {
  const command = fc.uint8Array({ minLength: 1, maxLength: 120 })
  const harms = fc.array(fc.constantFrom('', '', '', 'there', 'back', 'lost there', 'lost back'), { maxLength: 30 })
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 4 }), harms, (commands, all) => {
      const left = [...all]
      let carriedOut = 0
      const card = makeCardBlocks((bytes) => {
        carriedOut++
        return Uint8Array.of(...bytes, ...bytes, 0x90, 0)
      })
      const t1 = makeT1(16)
      for (const [number, bytes] of commands.entries()) {
        let out: Uint8Array = t1.begin(bytes)
        for (let end = false; !end;) {
          const harm = left.shift() ?? ''
          const sent = harm === 'there' ? flipped(out) : out
          const back = harm === 'lost there' ? null : card.take(sent)
          const step = t1.take(harm === 'lost back' || back === null ? null : harm === 'back' ? flipped(back) : back)
          if (step.is === 'failed') {
            expect(carriedOut).toBeLessThanOrEqual(number + 1)
            return
          }
          if (step.is === 'answer') expect(text(step.bytes)).toBe(text(Uint8Array.of(...bytes, ...bytes, 0x90, 0)))
          if (step.is === 'answer') expect(carriedOut).toBe(number + 1)
          end = step.is === 'answer'
          if (step.is === 'send') out = step.block
        }
      }
    }),
    { numRuns: 2_000 },
  )
})

it('never throws, whatever blocks come', () => {
  const info = fc.uint8Array({ maxLength: 12 })
  const block = fc.oneof(
    info,
    fc.tuple(fc.integer({ min: 0, max: 255 }), info).map(([pcb, of]) => blockOf(pcb, of)),
  )
  fc.assert(
    fc.property(fc.array(block, { maxLength: 40 }), (blocks) => {
      const t1 = makeT1(8)
      t1.begin(Uint8Array.from({ length: 30 }, (_, at) => at))
      for (const each of blocks) {
        const step = t1.take(each)
        if (step.is !== 'send') return
        expect(step.block.length).toBeLessThanOrEqual(258)
      }
    }),
  )
})
