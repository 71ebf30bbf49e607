import { makeVirtualFloor, type VirtualFloor } from '#drivers/floor/virtual'
import { AS_MANAGER, staff, VOID_PASSWORD } from './people.ts'
import { makeWorld, type Answered, type World } from './world.ts'

/** Two stations of one shop: a cashier sells at 01, a manager is on duty at 02. */
export interface RemoteShop {
  readonly floor: VirtualFloor
  readonly till: World
  readonly office: World
  /** Gives the receipt. */
  readonly sell: (quantity?: number) => Promise<string>
  /** What the cashier asks of managers elsewhere. */
  readonly askFor: (what: object) => Promise<Answered>
  /** What the manager says, of the oldest request where none is named. */
  readonly answer: (says: object) => Promise<Answered>
  /** How the cashier's request stands, and what waits for the manager. */
  readonly mine: () => ReturnType<World['view']>['remote']['mine']
  readonly waiting: () => ReturnType<World['view']>['remote']['waiting']
  /** Does what was said yes to. */
  readonly voidIt: (receipt: string, approval?: string) => Promise<Answered>
  /** Lets what they say to each other arrive. */
  readonly both: () => Promise<void>
}

export const YES = { is: 'yes', voidPassword: VOID_PASSWORD }
export const voidOf = (receipt: string) => ({ act: 'void-paid', receipt })
const REASON = 'wrong-goods'

export async function makeRemoteShop(seed: number): Promise<RemoteShop> {
  const floor = makeVirtualFloor()
  const till = await makeWorld({ seed, floor, settings: { station: '01' } })
  await staff(till.ask)
  const office = await makeWorld({ seed: seed + 1, floor, settings: { station: '02' } })
  await staff(office.ask)
  await office.ask('operators.signIn', AS_MANAGER)
  const both = async () => {
    await till.settle()
    await office.settle()
    await till.settle()
  }
  const then = async (asked: Promise<Answered>) => {
    const answer = await asked
    await both()
    return answer
  }
  const mine = () => till.view().remote.mine
  const waiting = () => office.view().remote.waiting
  return {
    ...{ floor, till, office, both, mine, waiting },
    sell: async (quantity = 2) => {
      const due = 150 * quantity
      await till.ask('sale.add', { sku: 'DRK001', quantity })
      await till.ask('sale.payCash', { due, given: due })
      return till.receipts.at(-1) ?? ''
    },
    askFor: (what) => then(till.ask('remote.ask', { what, reason: REASON })),
    answer: (says) => then(office.ask('remote.answer', { request: waiting()[0]?.request ?? 'no-such-request', says })),
    voidIt: (receipt, approval = mine()?.approval ?? '') =>
      till.ask('sale.voidPaid', { receipt, reason: REASON, approval }),
  }
}
