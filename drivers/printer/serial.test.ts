import { makeVirtualClock } from '#drivers/clock/virtual'
import { makeAcm } from '#drivers/gadget/acm'
import { makeVirtualSockets } from '#drivers/pipe/virtual'
import { beforeEach, describe, expect, it } from 'vitest'
import { COLUMNS, onSerial } from '../../tests/world/printer-ways.ts'
import { WRITE_MS, type Connection } from './connection.ts'
import { makeEscposPrinter } from './escpos.ts'
import { makeSerialConnect } from './serial.ts'

const [STOP, GO] = [0x13, 0x11]
const BYTES = Buffer.alloc(1_000, 'a')
const first = <Each>(all: readonly Each[]): Each | null => all[0] ?? null

describe('a printer on a serial line', () => {
  let taken: Buffer
  let connection: Connection | null
  let begin: (answers?: boolean) => Promise<void>
  let pull: () => void
  let say: (...bytes: number[]) => void
  const clock = makeVirtualClock(0)
  /** Says stop with the piece at which so many have come. */
  let stopsAt = Infinity

  beforeEach(async () => {
    taken = Buffer.alloc(0)
    stopsAt = Infinity
    const acm = makeAcm({
      ...{ vendor: 1, product: 2, strings: ['', '', ''] },
      take: async (bytes) => {
        taken = Buffer.concat([taken, bytes])
        if (taken.length >= stopsAt) say(STOP)
        return Promise.resolve('taken')
      },
    })
    say = (...bytes) => acm.say(Buffer.from(bytes))
    const sockets = makeVirtualSockets(clock)
    pull = sockets.plug(acm.gadget, '1-1')
    begin = async (answers = true) => {
      const { serial } = sockets.pipes
      connection = await makeSerialConnect({
        ...{ serial, pick: first, options: { baud: 9_600 }, answers, wait: clock.wait },
      })()
    }
    await begin()
  })
  const write = () => connection?.write(BYTES) ?? Promise.reject(new Error('no connection'))

  it('is held off from its stop to its go, and loses nothing', async () => {
    say(STOP)
    await clock.advance(0)
    const writing = write()
    await clock.advance(WRITE_MS - 1)
    expect(taken.length).toBe(0)
    say(GO)
    await clock.advance(0)
    expect([await writing, taken.equals(BYTES)]).toEqual(['all', true])
  })

  it('that says stop and never go ends the job: none of it is out, or some', async () => {
    say(STOP)
    await clock.advance(0)
    const none = write()
    await clock.advance(WRITE_MS)
    expect([await none, taken.length]).toEqual(['none', 0])
    say(GO)
    stopsAt = 1
    await clock.advance(0)
    const some = write()
    await clock.advance(WRITE_MS)
    const outcome = await some
    expect([outcome, taken.length > 0, taken.length < BYTES.length]).toEqual(['some', true, true])
  })

  it('keeps stop and go from its answers, and its answers from nobody', async () => {
    say(STOP, 0x12, GO, 0x16)
    await clock.advance(0)
    expect([await connection?.read(0), await connection?.read(0), await connection?.read(0)]).toEqual([
      ...[0x12, 0x16, null],
    ])
  })

  it('is gone when it is pulled out, held off or not', async () => {
    say(STOP)
    await clock.advance(0)
    const writing = write()
    await clock.advance(10)
    pull()
    expect(await writing).toBe('none')
    expect(await connection?.read(1_000)).toBe(null)
    connection = null
    await begin()
    expect(connection).toBe(null)
  })

  it('whose line back is not wired is never heard', async () => {
    await connection?.close()
    await begin(false)
    say(0x12)
    await clock.advance(0)
    expect([connection?.answers, await connection?.read(1_000)]).toEqual([false, null])
  })
})

it('a serial printer can be plugged in later', async () => {
  const way = await onSerial()
  const printer = makeEscposPrinter({ ...way, columns: COLUMNS })
  await way.soon(printer.look())
  expect(printer.status()).toBe('ready')
  await way.close()
  await way.soon(printer.look())
  expect(printer.status()).toBe('absent')
})
