import type { VirtualClock } from '#drivers/clock/virtual'
import type { Disk } from '#drivers/disk/port'
import type { PaymentPort } from '#drivers/payment/port'
import { makeVirtualRandom } from '#drivers/random/virtual'
import { LakalaPort } from '#drivers/scanpay/port'
import { codeOf, TEST_CUSTOMERS, type TestCustomerName } from '#drivers/scanpay/virtual/customers'
import { newPlatformState } from '#drivers/scanpay/virtual/state'
import { CODES, makeAir, PARTY, type Air } from '../scanpay/air.ts'
import { staff } from './people.ts'
import { makeWorld, type World } from './world.ts'

export interface ScanShop {
  readonly world: World
  readonly air: Air
  /** As the running station has it. */
  readonly disk: () => Disk
  /** From here on no answer of the platform’s gets through, or each does again. */
  readonly setMute: (isMute: boolean) => void
  /** Sells so many for the code of a customer; the receipt number, or '' where it was not paid. */
  readonly sell: (quantity: number, customer?: TestCustomerName) => Promise<string>
}

/** A shop whose scan payments go to the platform's twin, as its port speaks to it. */
export async function scanShop(seed: number): Promise<ScanShop> {
  let payer: TestCustomerName = 'alipay'
  let shown = 0
  let isMute = false
  const heard = async <Said>(said: Promise<Said>) => {
    const answer = await said
    return isMute ? ({ is: 'silence' } as const) : answer
  }
  const airs: Air[] = []
  const scanpay = (clock: VirtualClock): PaymentPort => {
    const state = newPlatformState(Object.values(TEST_CUSTOMERS))
    const air = makeAir({ state, clock, random: makeVirtualRandom(seed ^ 0xa17) })
    airs.push(air)
    const parts = { transport: air.line(), clock, party: PARTY, codes: CODES, subject: '小麦便利店' }
    const port = new LakalaPort({ ...parts, refundsBy: 'labs', qrWallet: 'ALIPAY' })
    const code = () => codeOf(TEST_CUSTOMERS[payer], ++shown)
    return {
      settlesBy: port.settlesBy,
      send: (order, noMore) => heard(port.send(order.kind === 'pay' ? { ...order, code: code() } : order, noMore)),
      lookUp: (order, noMore) => heard(port.lookUp(order, noMore)),
      reverse: (order, noMore) => port.reverse(order, noMore),
      onLate: () => undefined,
    }
  }
  const disks: Disk[] = []
  const through = (disk: Disk): Disk => {
    disks.push(disk)
    return disk
  }
  const world = await makeWorld({ seed, scanpay, through })
  await staff(world.ask)
  const [air] = airs
  if (!air) throw new Error('no platform')
  return {
    ...{ world, air },
    setMute: (next) => {
      isMute = next
    },
    disk: () => {
      const disk = disks.at(-1)
      if (!disk) throw new Error('no disk')
      return disk
    },
    sell: async (quantity, customer = 'alipay') => {
      payer = customer
      await world.ask('sale.add', { sku: 'DRK001', quantity })
      const { left } = world.view().sale ?? { left: 0 }
      const before = world.view().paid?.receipt
      const answer = await world.ask('sale.tender', { method: 'scan', amount: left, left })
      if (!answer.ok) throw new Error(answer.why)
      await world.clock.advance(2_000)
      const receipt = world.view().paid?.receipt ?? ''
      return receipt === before ? '' : receipt
    },
  }
}
