import type { Refusals } from './refusals.ts'

/** Why nobody said yes, and what to do next. */
export const authorityRefusalsEn = {
  'void-password-revoked': {
    what: "This manager's void password was revoked.",
    next: 'Another manager sets a new one, which its owner then changes; or ask another manager.',
  },
  'void-password-must-change': {
    what: "Somebody else set this manager's void password.",
    next: 'The manager first changes it under More → My passwords.',
  },
  'needs-approval': {
    what: 'This step has to be authorised first.',
    next: 'Enter what the screen asks for, or call a manager.',
  },
  'no-manager-asked': { what: 'No manager is asked for this.', next: 'Do it here.' },
  'nobody-in-reach': { what: 'No other station can be reached now.', next: 'Have a manager approve it here.' },
  'no-request': { what: 'That request is over.', next: 'If it is still needed, have it sent again.' },
  'pin-needed': {
    what: 'The transaction PIN of who asks is needed too.',
    next: 'Enter the six digits; none yet? Set one under More → My passwords.',
  },
  'word-needed': {
    what: "A manager's void password is needed.",
    next: 'The manager chooses their number and enters it.',
  },
  'factor-needed': {
    what: "The code on the manager's authenticator is needed.",
    next: 'The manager enters the six digits.',
  },
  'code-needed': {
    what: 'A refund takes a one-time refund code.',
    next: 'Send the code to a manager, then enter what they tell you.',
  },
  'offline-too-much': {
    what: 'This is too much for an authenticator and a void password alone.',
    next: 'Send a refund code to a manager.',
  },
  'wrong-pin': { what: 'The transaction PIN is wrong.', next: 'Enter it again; forgotten, a manager resets it.' },
  'pin-not-set': { what: 'Who asks has no transaction PIN yet.', next: 'Set one under More → My passwords.' },
  'pin-locked': {
    what: 'The transaction PIN was entered wrongly too often.',
    next: 'Wait a while, or a manager unlocks it under Operators.',
  },
  'pin-shut': { what: 'The transaction PIN is locked.', next: 'A manager signs in and unlocks it under Operators.' },
  'pin-alone': {
    what: 'The transaction PIN was wrong too often, and no manager can unlock it.',
    next: 'Wait a while; add another manager later.',
  },
  'wrong-totp': {
    what: "The authenticator's code is wrong.",
    next: "Wait for the next code; if that is wrong too, check the phone's time.",
  },
  'totp-not-set': {
    what: 'This manager has no authenticator yet.',
    next: 'They set one up under More → My passwords, or choose another way.',
  },
  'totp-used': { what: 'This code of the authenticator was used already.', next: 'Wait for the next one.' },
  'totp-locked': {
    what: "The authenticator's code was wrong too often.",
    next: 'Wait a while, or ask another manager.',
  },
  'totp-shut': {
    what: 'The authenticator is locked.',
    next: 'Another manager signs in and unlocks it under Operators.',
  },
  'totp-alone': {
    what: "The authenticator's code was wrong too often, and nobody else can unlock it.",
    next: 'Wait a while; add another manager later.',
  },
  'wrong-code': {
    what: 'The refund code is wrong.',
    next: 'Check it with the manager; three wrong ones and it is void.',
  },
  'code-misread': {
    what: 'The refund code is mistyped: a digit is missing or wrong.',
    next: 'Type the 14 digits again; this did not count.',
  },
  'no-code': { what: 'No refund code was sent for this refund.', next: 'Send one first.' },
  'code-used': { what: 'This refund code was used already.', next: 'Each refund takes a new one: send it again.' },
  'code-dead': { what: 'The refund code was wrong three times and is void.', next: 'Send a new one.' },
  'code-expired': { what: 'The refund code has expired.', next: 'Send a new one.' },
  'code-for-another': {
    what: 'This refund code is for something else.',
    next: 'Other goods or another amount take a new code: send it again.',
  },
  'refunds-locked': {
    what: 'Too many refund codes went void: this sale is not refunded any more.',
    next: 'A manager signs in, finds the sale and lets it go on by their void password.',
  },
  'too-many-codes': {
    what: 'Too many refund codes were sent for this sale within an hour.',
    next: 'Use the last one that came, or wait an hour.',
  },
  'no-code-asked': { what: 'No refund code is asked for here.', next: 'Enter what the screen asks for.' },
  'not-reachable': {
    what: 'This manager can not be reached that way.',
    next: 'Choose another way, or the manager sets an address under Operators.',
  },
  'policy-below-floor': {
    what: 'The policy must not ask for less than the floor.',
    next: 'Add what is missing in the marked line.',
  },
  'policy-wrong': { what: 'A line of the policy is not right.', next: 'Correct the marked line.' },
  'policy-changed': {
    what: 'Somebody just changed the policy.',
    next: 'Close it, look at the new one and change that.',
  },
  'policy-locked': { what: 'Head office sets the policy; it is not changed here.', next: 'Ask head office.' },
} satisfies Partial<Refusals>
