import { planted, type Campaign, type Mutant, type Piece } from '../mutants.ts'

const inFile = (file: string) => (from: string, to: string) => ({ file, from, to })
const inCodes = inFile('main/domain/refund-codes.ts')
const inAllowing = inFile('main/domain/allowing.ts')
const inAuthority = inFile('main/domain/authority.ts')
const inConsuming = inFile('main/domain/consuming.ts')
const inApproving = inFile('main/domain/approving.ts')

const CODE_FOR = "const BOUND_TO = ['goods', 'amount', 'station', 'epoch'] as const"
const YES_FOR = "const BOUND_TO = ['act', 'subject', 'goods', 'amount', 'reason', 'station', 'epoch', 'asker'] as const"
const without = (list: string, part: string): string => list.replace(new RegExp(`'${part}',? ?`), '')
const codeNotBoundTo = (part: string): Piece => inCodes(CODE_FOR, without(CODE_FOR, part))
const yesNotBoundTo = (part: string): Piece => inAuthority(YES_FOR, without(YES_FOR, part))

const TIMES = 'if (nowMs >= code.expiresMs || nowMs < code.madeMs || expired(code.id))'
const timesAre = (to: string): Piece => inCodes(TIMES, `if (${to})`)

/** Bugs on purpose: each rule of one-time codes left out, and of the approvals and authenticator steps beside them. */
export const MUTANTS = {
  codeNotUsedUp: inConsuming('code === null ? till.codes : codeUsed(till.codes, code)', 'till.codes'),
  usedNotSeenAtTheAct: inAllowing(
    "?.is !== 'live') return refused('code-used')",
    "?.is === 'dead') return refused('code-used')",
  ),
  usedIsHeardAgain: inCodes("if (code.is === 'used') return refused('code-used')\n", '\n'),
  deadIsHeard: inCodes("if (code.is === 'dead') return refused('code-dead')\n", '\n'),
  replacedIsHeard: inCodes('codes.made.findLast((', 'codes.made.find(('),
  anyCodeIsHeard: inFile('main/authority/approve.ts')(
    'if (await parts.codeKey.isOf(proof.code, digits)) return HOLDS',
    'if (digits) return HOLDS',
  ),
  saleNotBound: inCodes('codes.made.findLast(({ receipt }) => receipt === wanted.receipt)', 'codes.made.at(-1)'),
  goodsNotBound: codeNotBoundTo('goods'),
  amountNotBound: codeNotBoundTo('amount'),
  /** The journal of one station does not open as another: that is taken away too. */
  stationNotBound: [
    codeNotBoundTo('station'),
    inFile('main/opening.ts')('journalName({ station: settings.station, epoch', "journalName({ station: '01', epoch"),
  ],
  epochNotBound: codeNotBoundTo('epoch'),
  neverExpires: timesAre('false'),
  /** A clock that is set back makes it good again. */
  expiresByTheWallClockAlone: timesAre('nowMs >= code.expiresMs || nowMs < code.madeMs'),
  /** … which a new start makes forget. */
  expiresByTheOtherClockAlone: timesAre('expired(code.id)'),
  goodBeforeItWasMade: timesAre('nowMs >= code.expiresMs || expired(code.id)'),
  wrongNotCounted: inCodes('const wrong = code.wrong + 1', 'const wrong = code.wrong'),
  oneWrongMore: inCodes('WRONG_CODES_MAX = 3', 'WRONG_CODES_MAX = 4'),
  deathDoesNotLock: inCodes('if (times.length < DEATHS_MAX)', 'if (times.length < Infinity)'),
  lockMakesCodes: inCodes("if (codes.locked.includes(receipt)) return refused('refunds-locked')\n", '\n'),
  lockedGoesOffline: inApproving("if (codes.locked.includes(receipt)) return refused('refunds-locked')\n", '\n'),
  offlineWithoutLimit: inApproving(
    "what.amount > policy.offlineRefundMax ? refused('offline-too-much') : done(null)",
    'done(null)',
  ),
  stepHeardTwice: inFile('main/authority/proving.ts')(
    "isStepUsed(till, operator, step) ? unheard('totp-used')",
    "step < 0 ? unheard('totp-used')",
  ),
  stepNotUsedUp: inConsuming('stepUsed(till.steps, approver, factor.step)', 'till.steps'),
  stepNotSeenAtTheAct: inAllowing('factor.step <= (till.steps.get(approver) ?? -1)', 'factor.step < 0'),
  yesNotUsedUp: inConsuming('{ ...each, used: true }', '{ ...each, used: false }'),
  usedYesIsHeard: inAuthority("if (approval.used) return refused('approval-used')\n", '\n'),
  yesForOtherGoods: yesNotBoundTo('goods'),
  yesForAnotherAmount: yesNotBoundTo('amount'),
  yesForAnotherSale: yesNotBoundTo('subject'),
  yesNeverExpires: inAuthority(
    "return expired ? refused('approval-expired') : done(approval)",
    'return done(approval)',
  ),
  yesOutlivesASignIn: inFile('main/domain/duty.ts')('...UNLOCKED, approvals: [], remote: null }', '...UNLOCKED }'),
  /** The refund is on record before what opened it is used up: another one comes between. */
  usedUpInTheNextRecord: [
    inConsuming('  return usedUp(till, given)\n', '  return { ...till, late: given }\n'),
    inConsuming('function usedUp(', 'export function usedUp('),
    inFile('main/domain/till.ts')('import { backConsumed, consumed }', 'import { backConsumed, consumed, usedUp }'),
    inFile('main/domain/till.ts')(
      'return timed(till, after, event, atMs)',
      'return timed(till, till.late ? { ...usedUp(after, till.late), late: null } : after, event, atMs)',
    ),
  ],
} as const satisfies Record<string, Mutant>

const CAMPAIGN: Campaign = { program: 'tests/authority/simulate.ts', sound: 'no code did more than it is for' }

export const { names: MUTANT_NAMES, catchThese: catchMutants } = planted(CAMPAIGN, MUTANTS)
