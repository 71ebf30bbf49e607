import type { SecretWhy } from './secret-refusals.ts'
import type { Explained } from './refusals.ts'

/** Why a secret was refused, and what to do next, in English. */
export const secretRefusalsEn: Readonly<Record<SecretWhy, Explained>> = {
  'must-change': {
    what: 'Somebody else has set that password, or it is too old.',
    next: 'Set one of your own below, and you are signed in.',
  },
  'password-revoked': {
    what: 'That login password was revoked.',
    next: 'Another manager resets it under More, Operators; where there is none, use a reset token of head office.',
  },
  'secrets-elsewhere': {
    what: "The key that passwords are checked by is on another machine: nobody's can be checked here.",
    next: 'Use a reset token of head office, or have IT restore a newer backup.',
  },
  'repeat-differs': { what: 'The two differ.', next: 'Type the new one twice again.' },
  'same-as-now': { what: 'That is the one of now.', next: 'Choose a new one.' },
  'used-before': { what: 'It was used before, or is in use.', next: 'Choose one that never was.' },
  'secret-equals-another': {
    what: 'It is the same as another of your secrets.',
    next: 'Each must differ; choose another.',
  },
  'no-such-secret': { what: 'This role has no such secret.', next: 'Check the operator and the kind.' },
  'secret-short': { what: 'That is too short.', next: 'Choose one of at least 6 signs.' },
  'pin-not-six-digits': { what: 'A PIN has 6 digits.', next: 'Type 6 digits.' },
  'secret-plain': { what: 'Repeated signs and runs are easily guessed.', next: 'Choose one without a pattern.' },
  'secret-common': { what: 'That is among the first that others try.', next: 'Choose one nobody thinks of.' },
  'secret-own-number': {
    what: "That is made of an operator's number.",
    next: 'Choose one that has nothing to do with it.',
  },
  'secret-own-name': { what: "It holds the owner's name.", next: 'Choose one that has nothing to do with it.' },
  'wrong-secret': { what: 'That password is wrong; nothing was done.', next: 'Try once more; this try is on record.' },
  'secret-locked': {
    what: 'Too many wrong tries; locked for now.',
    next: 'Try again when the time shown has passed.',
  },
  'secret-shut': {
    what: 'Too many wrong tries: locked.',
    next: 'Another manager signs in and unlocks it under More, Operators.',
  },
  'secret-alone': {
    what: 'Too many wrong tries, and no other manager can unlock it.',
    next: 'Try again when the time shown has passed.',
  },
  'secret-not-set': { what: 'It is not set.', next: 'Set it first, under More, My passwords.' },
  'secret-revoked': {
    what: 'That password was revoked.',
    next: 'Another manager resets it under More, Operators.',
  },
  'secret-must-change': {
    what: 'Somebody else has set that password.',
    next: 'First change it, under More, My passwords.',
  },
  'own-secret': { what: 'Nobody resets their own.', next: 'Change it, under More, My passwords.' },
  'already-revoked': { what: 'It has been revoked already.', next: 'Reset it.' },
  'nobody-to-reset': {
    what: 'No other manager could reset it, so it was not revoked.',
    next: 'Change it now; the old one is dead by that.',
  },
  'enrolment-over': {
    what: 'Nothing was begun, or it is over (10 minutes).',
    next: 'Enter the void password again, and scan the new code.',
  },
  'wrong-code': {
    what: 'Those six digits are wrong.',
    next: 'Check the time on the telephone, then type the newest ones; this try is on record.',
  },
  'not-an-email': { what: 'That is no e-mail address.', next: 'Type one such as name@shop.cn, or leave it empty.' },
  'not-a-phone': { what: 'That is no telephone number.', next: 'Type 5 to 15 digits, or leave it empty.' },
}
