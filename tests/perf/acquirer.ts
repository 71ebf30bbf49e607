import { messageOf, pack, unpack } from '#drivers/acquirer/codec/message'
import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'
import { seal, verify } from '#drivers/acquirer/mac'
import { MAK, PACKETS } from '../acquirer/vectors.ts'
import { median, row, type Row } from './row.ts'

const ROUNDS = 400
/** Of one measurement: a single message is faster than a clock can tell. */
const TIMES = 50

/** A purchase packed and read, against the same message made JSON and read again; and with its MAC made and checked. */
export function acquirerRows(): Promise<Row[]> {
  const read = unpack(PACKETS.sale.subarray(13), CUP_CLASSIC)
  if (!read.ok) throw new Error(read.why)
  const { mti, fields } = read.value
  const plain = [...fields].filter(([field]) => field !== 64)
  const message = messageOf(mti, Object.fromEntries(plain))
  const asJson = { mti, fields: Object.fromEntries(plain.map(([field, value]) => [field, asText(value)])) }
  const [ours, theirs, sealed]: number[][] = [[], [], []]
  for (let round = 0; round < ROUNDS; round++) {
    theirs?.push(microseconds(() => void JSON.parse(JSON.stringify(asJson))))
    ours?.push(
      microseconds(() => {
        const packed = pack(message, CUP_CLASSIC)
        if (!packed.ok || !unpack(packed.value, CUP_CLASSIC).ok) throw new Error('the purchase is not read again')
      }),
    )
    sealed?.push(
      microseconds(() => {
        const packed = seal(message, CUP_CLASSIC, MAK)
        if (!packed.ok || verify(packed.value, CUP_CLASSIC, MAK) !== 'good') throw new Error('a bad MAC')
      }),
    )
  }
  const against = 'JSON and back'
  return Promise.resolve([
    row('purchase packed and read, p50', 'µs', median(ours ?? []), against, median(theirs ?? []), 20),
    row('its MAC made and checked, p50', 'µs', median(sealed ?? []), against, median(theirs ?? []), null),
  ])
}

const asText = (value: string | Uint8Array): string =>
  typeof value === 'string' ? value : Buffer.from(value).toString('hex')

function microseconds(run: () => void): number {
  const began = performance.now()
  for (let time = 0; time < TIMES; time++) run()
  return ((performance.now() - began) * 1_000) / TIMES
}
