/** Who works at every test station. The secrets are a test's own and open nothing else. */
export const VOID_PASSWORD = '730519'
export const MANAGER_PASSWORD = '604182'
export const CASHIER_PASSWORD = '518302'

export const FIRST_RUN = {
  manager: { number: '11', name: '店长' },
  password: MANAGER_PASSWORD,
  voidPassword: VOID_PASSWORD,
}
export const CASHIER = { number: '03', name: '收银员', role: 'cashier', password: CASHIER_PASSWORD }
export const SECOND_MANAGER = {
  ...{ number: '12', name: '副店长', role: 'manager' },
  ...{ password: '604183', voidPassword: '730518' },
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
  ...{ receipt, reason: 'other', manager, voidPassword },
})

type Back = 'void' | 'refund' | 'void-tender'
const STEPS = {
  void: ['sale.approveVoid', 'sale.voidPaid'],
  refund: ['sale.approveRefund', 'sale.refund'],
  'void-tender': ['sale.approveTenderVoid', 'sale.voidTender'],
} as const

/** Both steps of money going back; the answer is the first one's where the manager was not heard, else the second's. */
export async function giveBack<Answer extends { readonly ok: boolean; readonly value?: unknown }>(
  ask: (name: string, input: unknown) => Promise<Answer>,
  back: Back,
  what: object,
  { reason, ...word }: { readonly reason: string; readonly manager: string; readonly voidPassword: string },
): Promise<Answer> {
  const [approve, carryOut] = STEPS[back]
  const approved = await ask(approve, { ...what, reason, ...word })
  if (!approved.ok) return approved
  const { approval } = approved.value as { approval: string } // the contract's
  return ask(carryOut, { ...what, reason, approval })
}

export const undo = <Answer extends { readonly ok: boolean; readonly value?: unknown }>(
  ask: (name: string, input: unknown) => Promise<Answer>,
  { receipt, ...word }: ReturnType<typeof voidOf>,
): Promise<Answer> => giveBack(ask, 'void', { receipt }, word)
