import { formatCode } from '#domain/refund-codes'
import { ACTS, DEFAULT_POLICY, type Act, type Policy } from '#domain/policy'
import type { TOTP } from 'otpauth'
import { AS_CASHIER, AS_MANAGER, carryingOut, NEW_SECRETS, SECOND_MANAGER, staff, VOID_PASSWORD } from './people.ts'
import { enrolTotp } from './totp.ts'
import { makeWorld, type Answered, type World } from './world.ts'

/** Every act, by every role, with every state of what can be entered: asked through main's door, one call a cell. */
export const ROLES = ['cashier', 'the one manager', 'a manager beside another', 'IT'] as const
export const STATES = [
  ...(['nothing', 'transaction PIN', 'wrong void password', 'void password locked'] as const),
  ...(['own void password', 'another manager’s void password', 'void password and PIN'] as const),
  ...(['authenticator and void password', 'refund code', 'wrong refund code', 'all of another manager'] as const),
] as const
export type Role = (typeof ROLES)[number]
export type State = (typeof STATES)[number]

/** All that can be asked for, of every act. */
export const STRICT: Policy = {
  ...DEFAULT_POLICY,
  rows: DEFAULT_POLICY.rows.map((row) => ({
    ...row,
    asks: [
      ...(['pin', 'void-password', 'second-person', 'second-factor'] as const),
      ...(row.act === 'refund' || row.act === 'void-paid' ? (['refund-code'] as const) : []),
    ],
  })),
}

const ACTS_IN_ORDER = [...ACTS.filter((act) => act !== 'void-tender'), 'void-tender'] as const
const IT = { number: '21', name: 'IT', role: 'it', password: '604184', mustChange: false }
const MADE_UP = formatCode('0000000000000')
const TOTP_STEP_MS = 31_000
const LONGEST_WAIT_MS = 900_000
const PRICE = 150

interface Shop {
  readonly world: World
  readonly asker: string
  /** Another manager, where there is one; else the only one. */
  readonly other: string
  readonly totp: ReadonlyMap<string, TOTP>
}

/** A row of the table: what becomes of each act. */
export async function rowOf(policy: Policy, role: Role, state: State): Promise<Readonly<Record<Act, string>>> {
  const shop = await opened(policy, role)
  if (state === 'void password locked') await lockOut(shop)
  const cells: [Act, string][] = []
  // What is left of a tender that was not given back keeps the sale open: it comes last.
  for (const act of ACTS_IN_ORDER) cells.push([act, await cell(shop, act, state)])
  return Object.fromEntries(cells) as Record<Act, string> // one for each act
}

async function opened(policy: Policy, role: Role): Promise<Shop> {
  const world = await makeWorld({ seed: 77 })
  await staff(world.ask)
  const totp = new Map<string, TOTP>()
  await world.ask('operators.signIn', AS_MANAGER)
  await hasSecrets(world, AS_MANAGER, NEW_SECRETS.pin, totp)
  if (policy !== DEFAULT_POLICY) await must(world.ask('authority.setPolicy', { policy, voidPassword: VOID_PASSWORD }))
  const beside = role === 'a manager beside another'
  const second = { number: SECOND_MANAGER.number, password: SECOND_MANAGER.password }
  if (beside) {
    await must(world.ask('operators.add', { ...SECOND_MANAGER, mustChange: false }))
    await world.ask('operators.signIn', second)
    await hasSecrets(world, second, NEW_SECRETS.secondPin, totp, SECOND_MANAGER.voidPassword)
    await world.ask('operators.signIn', AS_MANAGER)
  }
  if (role === 'cashier') await world.ask('operators.signIn', AS_CASHIER)
  if (role === 'cashier') await setPin(world, AS_CASHIER.password, '718351')
  await sellTwo(world)
  if (role === 'IT') {
    await world.ask('operators.signIn', AS_MANAGER)
    await must(world.ask('operators.add', IT))
    await must(world.ask('operators.signIn', { number: IT.number, password: IT.password }))
  }
  const asker = role === 'cashier' ? '03' : role === 'IT' ? IT.number : '11'
  return { world, asker, other: beside ? '12' : '11', totp }
}

async function must(asked: Promise<Answered>): Promise<unknown> {
  const answer = await asked
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

const setPin = (world: World, current: string, next: string) =>
  must(world.ask('operators.setSecret', { kind: 'pin', current, next, again: next }))

async function hasSecrets(
  world: World,
  who: { readonly number: string; readonly password: string },
  pin: string,
  totp: Map<string, TOTP>,
  voidPassword = VOID_PASSWORD,
): Promise<void> {
  await setPin(world, who.password, pin)
  totp.set(who.number, await enrolTotp(world, voidPassword))
}

/** One that is paid by cash, and one that is open with a tender paid by card. */
async function sellTwo(world: World): Promise<void> {
  await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
  await world.ask('sale.payCash', { due: 2 * PRICE, given: 2 * PRICE })
}

/** Until waiting does not help, or nobody is left who could. */
async function lockOut({ world, other }: Shop): Promise<void> {
  const what = voidOfSale(world.receipts[0] ?? '')
  for (let times = 0; times < 10; times++) {
    await world.clock.advance(LONGEST_WAIT_MS)
    const word = { manager: other, voidPassword: '900001' }
    await world.ask('authority.approve', { what, reason: 'other', word })
  }
}
const voidOfSale = (receipt: string) => ({ act: 'void-paid', receipt })

/** `allowed`: nothing was asked · `done`: what was entered was enough · else why not. */
async function cell(shop: Shop, act: Act, state: State): Promise<string> {
  const { world } = shop
  await world.clock.advance(TOTP_STEP_MS)
  const what = await prepared(shop, act)
  if (what === null) return 'not at the counter'
  const plain = await carryOut(shop, what, undefined)
  if (plain.ok) return 'allowed'
  if (!['needs-approval', 'needs-manager', 'bad-call'].includes(plain.why)) return plain.why
  const word = await wordFor(shop, what, state)
  const approved = await world.ask('authority.approve', { what, reason: 'other', word })
  if (!approved.ok) return approved.why
  const { approval } = approved.value as { approval: string } // the contract's
  const answer = await carryOut(shop, what, approval)
  await world.clock.advance(1000)
  return answer.ok ? 'done' : answer.why
}

interface Wanted {
  readonly act: Act
  readonly [more: string]: unknown
}

/** The act on something fresh, so that one cell says nothing of the next. */
async function prepared({ world, asker }: Shop, act: Act): Promise<Wanted | null> {
  if (asker === IT.number) return { act, ...OF_NOTHING[act] }
  await world.ask('sale.cancel', {})
  await world.ask('sale.add', { sku: 'DRK001', quantity: 2 })
  if (act === 'remove-line') return { act, line: 1, quantity: 0 }
  if (act === 'cancel-sale') return { act }
  if (act === 'reduce') return { act, line: 1, to: { is: 'price', price: 60 } }
  if (act === 'void-tender') {
    await world.ask('sale.tender', { method: 'card', amount: PRICE, left: world.view().sale?.left })
    await world.clock.advance(2000)
    return { act, attempt: world.view().sale?.tenders.at(-1)?.attempt ?? '' }
  }
  await world.ask('sale.payCash', { due: 2 * PRICE, given: 2 * PRICE })
  await world.settle()
  const receipt = world.receipts.at(-1) ?? ''
  if (act === 'reprint') return { act, receipt, slip: 'sale' }
  return act === 'refund' ? { act, receipt, wish: { by: 'amount', amount: PRICE } } : { act, receipt }
}
const OF_NOTHING: Readonly<Record<Act, object>> = {
  'void-paid': { receipt: 'S01-1-000001O' },
  refund: { receipt: 'S01-1-000001O', wish: { by: 'amount', amount: PRICE } },
  'void-tender': { attempt: 'none' },
  reduce: { line: 1, to: { is: 'price', price: 60 } },
  'remove-line': { line: 1, quantity: 0 },
  'cancel-sale': {},
  reprint: { receipt: 'S01-1-000001O', slip: 'sale' },
}

function carryOut({ world }: Shop, what: Wanted, approval: string | undefined): Promise<Answered> {
  const given = approval === undefined ? {} : { approval }
  const { act, line, to, ...more } = what
  if (act === 'remove-line') return world.ask('sale.removeLine', { line, ...given })
  if (act === 'cancel-sale') return world.ask('sale.cancel', given)
  if (act === 'reprint') return world.ask('sale.reprint', { ...more, ...given })
  if (act === 'reduce') return world.ask('sale.setPrice', { line, price: (to as { price: number }).price, ...given })
  const { name, input } = carryingOut({ what: { act, ...more }, reason: 'other' }, approval ?? '')
  return world.ask(name, { ...input, ...(approval === undefined && { approval: undefined }) })
}

async function wordFor(shop: Shop, what: Wanted, state: State): Promise<object> {
  const { world, asker, other, totp } = shop
  const own = asker === '11' ? '11' : other
  const pin = asker === '03' ? '718351' : NEW_SECRETS.pin
  const passwordOf = (manager: string) => (manager === '12' ? SECOND_MANAGER.voidPassword : VOID_PASSWORD)
  const by = (manager: string) => ({ manager, voidPassword: passwordOf(manager) })
  const digits = totp.get(other)?.generate({ timestamp: world.clock.nowMs() }) ?? ''
  switch (state) {
    case 'nothing':
      return {}
    case 'transaction PIN':
      return { pin }
    case 'wrong void password':
      return { ...by(other), pin, voidPassword: '900002' }
    case 'void password locked':
    case 'another manager’s void password':
      return by(other)
    case 'own void password':
      return by(own)
    case 'void password and PIN':
      return { ...by(other), pin }
    case 'authenticator and void password':
      return { ...by(other), totp: digits }
    case 'refund code':
      return { code: await codeFor(shop, what) }
    case 'wrong refund code':
      await codeFor(shop, what)
      return { code: MADE_UP, pin, ...by(other), totp: digits }
    case 'all of another manager':
      return { ...by(other), pin, totp: digits, code: await codeFor(shop, what) }
  }
}

async function codeFor({ world, other }: Shop, what: Wanted): Promise<string> {
  await world.ask('authority.askCode', { what, manager: other, channel: 'email' })
  return world.postbox.codeFor(String(what['receipt'])) ?? MADE_UP
}
