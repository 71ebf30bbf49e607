/**
 * Who works at every test station. The secrets are a test's own and open nothing else; unless a test says so, nobody
 * need change them at the first sign-in.
 */
export const VOID_PASSWORD = '730519'
export const MANAGER_PASSWORD = '604182'
export const CASHIER_PASSWORD = '518302'

export const FIRST_RUN = {
  manager: { number: '11', name: '店长' },
  password: MANAGER_PASSWORD,
  voidPassword: VOID_PASSWORD,
}
export const CASHIER = { number: '03', name: '收银员', role: 'cashier', password: CASHIER_PASSWORD, mustChange: false }
export const SECOND_MANAGER = {
  ...{ number: '12', name: '副店长', role: 'manager' },
  ...{ password: '604183', voidPassword: '730518', mustChange: false },
}

export const AS_MANAGER = { number: FIRST_RUN.manager.number, password: MANAGER_PASSWORD }
export const AS_CASHIER = { number: CASHIER.number, password: CASHIER_PASSWORD }

/** The calls after which manager 11 and cashier 03 work here and the cashier is on duty. */
export const STAFFED = [
  { name: 'operators.begin', input: FIRST_RUN },
  { name: 'operators.add', input: CASHIER },
  { name: 'operators.signIn', input: AS_CASHIER },
] as const

/** What stations log in to a mail server or a gateway with. */
export const SERVER_PASSWORD = 'kw7-gateway-54Qp'

type Ask = (name: string, input: unknown) => Promise<{ readonly ok: boolean; readonly value?: unknown }>

export async function staff(ask: Ask): Promise<void> {
  for (const { name, input } of STAFFED) {
    const answer = await ask(name, input)
    if (!answer.ok) throw new Error(`${name} was refused: ${JSON.stringify(answer)}`)
  }
}

/** What undoes a sale, as far as it is asked of the manager. */
export const voidOf = (receipt: string | undefined, voidPassword = VOID_PASSWORD, manager = '11') => ({
  ...{ what: { act: 'void-paid', receipt }, reason: 'other', word: { manager, voidPassword } },
})

type Answered = { readonly ok: boolean; readonly value?: unknown }
type Asking<Answer extends Answered> = (name: string, input: unknown) => Promise<Answer>
interface Wished {
  readonly what: { readonly act: string; readonly [more: string]: unknown }
  readonly reason: string
  readonly word: object
}

const CARRIES_OUT: Readonly<Record<string, string>> = {
  ...{ 'void-paid': 'sale.voidPaid', refund: 'sale.refund', 'void-tender': 'sale.voidTender' },
}

/** The call that carries out what an approval was given for. */
export function carryingOut({ what: { act, ...what }, reason }: Pick<Wished, 'what' | 'reason'>, approval: string) {
  return { name: CARRIES_OUT[act] ?? '', input: { ...what, reason, approval } }
}

/** Both steps of money going back; the answer is the first one's where nobody said yes, else the second's. */
export function giveBack<Answer extends Answered>(ask: Asking<Answer>, wished: Wished): Promise<Answer> {
  return approved(ask, wished, (approval) => carryingOut(wished, approval))
}

/** The same of an amount held on a card. */
export const releaseHold = <Answer extends Answered>(
  ask: Asking<Answer>,
  wished: Wished & { readonly what: { readonly attempt: string } },
): Promise<Answer> => {
  const { reason, what } = wished
  return approved(ask, wished, (approval) => ({
    ...{ name: 'holds.release', input: { attempt: what.attempt, reason, approval } },
  }))
}

async function approved<Answer extends Answered>(
  ask: Asking<Answer>,
  wished: Wished,
  then: (approval: string) => { readonly name: string; readonly input: unknown },
): Promise<Answer> {
  const answer = await ask('authority.approve', wished)
  if (!answer.ok) return answer
  const { approval } = answer.value as { approval: string } // the contract's
  const { name, input } = then(approval)
  return ask(name, input)
}

export const undo = <Answer extends Answered>(ask: Asking<Answer>, wished: ReturnType<typeof voidOf>) =>
  giveBack(ask, wished)

/** Where codes arrive for whoever asks for one. */
export interface Codes {
  readonly codeFor: (receipt: string) => string | null
}

/** A refund with the code that was sent for it. */
export async function refundByCode<Answer extends Answered>(
  ask: Asking<Answer>,
  { codeFor }: Codes,
  what: { readonly receipt: string; readonly wish: unknown },
  { reason = 'other', manager = '11' } = {},
): Promise<Answer> {
  const asked = await ask('authority.askCode', { what: { act: 'refund', ...what }, manager, channel: 'email' })
  if (!asked.ok) return asked
  const code = codeFor(what.receipt) ?? ''
  return giveBack(ask, {
    what: { act: 'refund', ...what },
    reason,
    word: { code, manager, voidPassword: VOID_PASSWORD },
  })
}

/** More secrets of theirs, for the tests that set them. */
export const NEW_SECRETS = {
  ...{ password: '482916', voidPassword: '935174', pin: '260948', secondPin: '718352' },
  ...{ first: '371869', reset: '859427' },
} as const
