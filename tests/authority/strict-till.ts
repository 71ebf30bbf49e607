import type { CashierView } from '#contract/view'
import { Secret, TOTP } from 'otpauth'
import { makeActivationShop } from '../world/head-office.ts'
import { AS_CASHIER, AS_MANAGER, carryingOut, staff, VOID_PASSWORD } from '../world/people.ts'
import type { World } from '../world/world.ts'

/** Something that a manager may have to say yes to. */
export type What =
  | { readonly act: 'refund'; readonly receipt: string; readonly wish: object }
  | { readonly act: 'reprint'; readonly receipt: string; readonly slip: 'sale' }

/** Of the goods that are sold there, in fen. */
export const PRICE = 150

/**
 * A till with activation and integrity check on, whose manager has an authenticator and a policy by which a copy asks
 * for the void password and little goes back without a code; the cashier is on duty.
 */
export async function openStrictTill(seed: number): Promise<{ readonly world: World; readonly totp: TOTP }> {
  const { world } = await makeActivationShop({ seed, own: () => ({ surroundings: SURROUNDINGS }) })
  await world.station().examine()
  const ask = async (name: string, input: unknown) => {
    const answer = await world.ask(name, input)
    if (!answer.ok) throw new Error(`${name}: ${answer.why}`)
    return answer.value
  }
  await staff(world.ask)
  await ask('operators.signIn', AS_MANAGER)
  await ask('authority.setPolicy', { policy: strict(world.view().policy), voidPassword: VOID_PASSWORD })
  const enrolled = await ask('operators.enrolTotp', { voidPassword: VOID_PASSWORD })
  const { uri } = enrolled as { uri: string } // the contract's
  const totp = new TOTP({ secret: Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '') })
  await ask('operators.confirmTotp', { code: totp.generate({ timestamp: world.clock.nowMs() }) })
  await ask('operators.signIn', AS_CASHIER)
  return { world, totp }
}

const SURROUNDINGS = { program: null, sandbox: () => Promise.resolve({ osSandbox: 'on' as const }) }

const strict = ({ rows, ...policy }: CashierView['policy']) => ({
  ...{ ...policy, offlineRefundMax: PRICE },
  rows: rows.map((row) => (row.act === 'reprint' ? { ...row, asks: ['void-password'] } : row)),
})

/** The call that does it. */
export const doing = (what: What, approval: string) =>
  what.act === 'refund'
    ? carryingOut({ what, reason: 'other' }, approval)
    : { name: 'sale.reprint', input: { receipt: what.receipt, slip: what.slip, approval } }
