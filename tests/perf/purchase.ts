import { CUP_CLASSIC } from '#drivers/acquirer/codec/profile'
import { startVirtualHost, type VirtualHost } from '#drivers/acquirer/host'
import { makeAcquirerLine } from '#drivers/acquirer/line'
import { TEST_CARDS } from '#drivers/acquirer/virtual/cards'
import { codecEyes } from '#drivers/acquirer/virtual/eyes'
import { seededKeys } from '#drivers/acquirer/virtual/seeded-keys'
import { newHostState } from '#drivers/acquirer/virtual/state'
import { makeVirtualDesk } from '#drivers/card-desk/virtual'
import { makeRealClock } from '#drivers/clock/real'
import type { CardTerminalParts } from '#main/acquirer/start'
import { TMK } from '../acquirer/vectors.ts'
import { onDiskParts, openOnDisk, type OnDisk } from '../world/on-disk.ts'
import { AS_MANAGER, staff } from '../world/people.ts'
import { median, row, type Row } from './row.ts'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'

const ROUNDS = 300
const NAMES = { terminal: '12345678', merchant: '898310058120001' } as const
const SUM = 150
/** What a record comes to on disk, and a purchase on the line, near enough. */
const RECORD_BYTES = 420
const MESSAGE_BYTES = 300
/** A batch of few and of as many as one holds. */
const FEW = 50
const MANY = 450

/**
 * A purchase at the acquirer's twin over a socket, from the call until it is approved and on disk, against two raw
 * appends with their flush and one bare exchange over a socket; then the upload of a batch, by its size.
 */
export async function purchaseRows(folder: string): Promise<Row[]> {
  const shop = await openShop(join(folder, 'shop'))
  const bare = await openBare(join(folder, 'bare'))
  const [ours, theirs]: number[][] = [[], []]
  await shop.purchase()
  for (let round = 0; round < ROUNDS; round++) {
    theirs?.push(await timed(bare.exchange))
    ours?.push(await shop.purchase())
  }
  await bare.close()
  await shop.settle()
  const few = await shop.upload(FEW)
  const [before, many] = [process.memoryUsage().rss, await shop.upload(MANY)]
  const grown = (process.memoryUsage().rss - before) / 2 ** 20
  await shop.close()
  const against = '2 appends + fdatasync + 1 exchange'
  return [
    row('card: call → approved, on disk, p50', 'ms', median(ours ?? []), against, median(theirs ?? []), 3),
    row(`upload of ${MANY}, each`, 'ms', many, `each of ${FEW}`, few, 1.5),
    row('memory that it grew by', 'MB', grown, 'its limit', 64, 1),
  ]
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

async function openShop(folder: string) {
  const instantly = { ...makeRealClock(), wait: () => Promise.resolve() }
  const keysOf = seededKeys(CUP_CLASSIC, 'perf')
  const twin = { ...NAMES, profile: CUP_CLASSIC, tmk: TMK, keysOf, eyes: codecEyes, sealsRefusals: true }
  const rich = { ...TEST_CARDS.signed, balance: 1_000_000_000 }
  const host = await startVirtualHost({ clock: instantly, tls: null, state: newHostState([rich]), twin })
  const parts = onDiskParts(folder)
  const acquirer = terminalAt(host, rich)
  const devices: typeof parts.devices = async (...given) => ({ ...(await parts.devices(...given)), acquirer })
  const { station, ask } = await openOnDisk(folder, { devices })
  await staff(ask)
  const purchase = async () => {
    await ask('sale.add', { sku: 'DRK001', quantity: 1 })
    const ended = approved(station)
    const ms = await timed(async () => {
      await ask('sale.tender', { method: 'card', amount: SUM, left: SUM })
      await ended
    })
    await station.idle()
    return ms
  }
  const settle = async () => {
    await ask('operators.signIn', AS_MANAGER)
    const answer = await ask('cards.settle', {})
    if (!answer.ok) throw new Error(answer.why)
  }
  return {
    purchase,
    settle,
    /** Of each transaction, milliseconds. */
    upload: async (many: number) => {
      for (let nth = 0; nth < many; nth++) await purchase()
      host.will('unbalanced')
      return (await timed(settle)) / many
    },
    close: async () => {
      await station.close()
      await host.close()
    },
  }
}

function approved(station: OnDisk['station']): Promise<void> {
  return new Promise((resolve) => {
    station.acts.onEvent((event) => {
      if (event.is === 'payment-told' && event.event.is === 'approved') resolve()
    })
  })
}

/** A reader whose customer holds the card to it at once. */
function terminalAt(host: VirtualHost, card: typeof TEST_CARDS.signed): CardTerminalParts {
  const clock = makeRealClock()
  const desk = makeVirtualDesk({ wait: clock.wait, tmk: () => TMK })
  desk.onStage((stage) => {
    if (stage !== null) queueMicrotask(() => desk.show(card, 'insert'))
  })
  const line = makeAcquirerLine({
    ...{ address: { host: '127.0.0.1', port: host.port, tls: null }, profile: CUP_CLASSIC, clock },
  })
  return {
    ...{ line, desk, names: { profile: CUP_CLASSIC, ...NAMES }, declines: 'signed', pinFreeUpTo: 0, tmk: () => TMK },
    ...{ loadsKey: false, close: () => line.close() },
  }
}

/** What nobody can do without: two flushed appends, and one exchange on a new connection. */
async function openBare(path: string) {
  const file = await open(path, 'wx')
  const server = createServer((socket) => socket.on('data', (bytes: Buffer) => void socket.end(bytes)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  let at = 0
  const append = async () => {
    at += RECORD_BYTES
    await file.write(Buffer.alloc(RECORD_BYTES, 'x'), 0, RECORD_BYTES, at)
    await file.datasync()
  }
  return {
    exchange: async () => {
      await append()
      const socket: Socket = connect(port, '127.0.0.1')
      socket.write(Buffer.alloc(MESSAGE_BYTES, 'x'))
      await once(socket, 'data')
      socket.destroy()
      await append()
    },
    close: async () => {
      await file.close()
      server.close()
    },
  }
}
