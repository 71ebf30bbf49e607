import { messageRefusalsEn } from './message-refusals-en.ts'
import { authorityRefusalsEn } from './authority-refusals-en.ts'
import { scanRefusalsEn } from './scans-en.ts'
import { platformRefusalsEn } from './platform-en.ts'
import { cardRefusalsEn } from './cards-en.ts'
import { officeRefusalsEn } from './office-en.ts'
import { shopRefusalsEn } from './shop-en.ts'
import { headOfficeRefusalsEn } from './head-office-en.ts'
import { partingRefusalsEn } from './parting-en.ts'
import { postingRefusalsEn } from './postings-en.ts'
import { statementRefusalsEn } from './statements-en.ts'
import type { Refusals } from './refusals.ts'
import { secretRefusalsEn } from './secret-refusals-en.ts'

/** Why the till refused, and what to do next: `{{text}}` is what it is about. */
export const refusalsEn: Refusals = {
  ...authorityRefusalsEn,
  ...statementRefusalsEn,
  ...postingRefusalsEn,
  ...secretRefusalsEn,
  'unknown-code': { what: 'No such goods: {{text}}', next: 'Scan once more, or press F2 to look for the name.' },
  'wrong-check-digit': {
    what: 'Misread code: {{text}}',
    next: 'Scan once more; if the print is bad, press F2 to look for the name.',
  },
  'wrong-element': {
    what: 'That code breaks its own rules: {{text}}',
    next: 'Press F2 to look for the name, and tell the supplier.',
  },
  'wrong-date': {
    what: 'That code holds a date that does not exist: {{text}}',
    next: 'Press F2 to look for the name, and tell the supplier.',
  },
  'no-goods': { what: 'That code is not of goods (a case, a pallet, a paper).', next: 'Scan the code on the piece.' },
  'foreign-price': { what: 'The price on that label is not in yuan.', next: 'Press F2 and sell it at our price.' },
  'nothing-weighed': {
    what: "Nothing was weighed, or less than a fen's worth.",
    next: 'Weigh it again for a new label.',
  },
  labelled: {
    what: "This line is sold as the scale's label says: no other quantity or price.",
    next: 'Remove it, weigh and scan again; or give a discount.',
  },
  'needs-weight': {
    what: 'Sold by the kilogram, and that code tells no weight.',
    next: 'Weigh it for a label, or find it with F2 and type the grams.',
  },
  'not-weighed': {
    what: "The scale's label tells a weight, but these goods are sold by the piece.",
    next: "Press F2 to look for the name; IT checks the scale's numbers.",
  },
  'goods-expired': { what: 'These goods are past their date and can not be sold.', next: 'Take one that is not.' },
  'unknown-goods': { what: 'These goods are not in the catalogue.', next: 'Press F2 to look again.' },
  'unknown-sale': {
    what: 'This station has no sale {{text}}.',
    next: "Check the number on the receipt; another station's receipt is handled there.",
  },
  'not-a-receipt-number': {
    what: '"{{text}}" is not a receipt number.',
    next: 'It looks like S01-1-000001O and stands under the QR code; scanning that is surest.',
  },
  'nothing-asked': {
    what: 'Nothing was said to look for.',
    next: 'Fill in an amount, a day, a cashier or a number.',
  },
  'no-such-time': {
    what: 'There is no such day or time.',
    next: 'Write a day as 2026-05-04, a time as 9:30, the earlier one first.',
  },
  'index-differs': {
    what: 'The index of sales differs from the journal; nothing was looked for.',
    next: 'Close and start the station, which makes it anew; if it stays so, tell IT. Receipt numbers are still found.',
  },
  'sale-too-long': { what: 'This sale has too many lines (500 at most).', next: 'Take the money, then begin another.' },
  'quantity-too-large': {
    what: 'A line takes 999 pieces, or 99.999 kg, at most.',
    next: 'Lower it, or make two lines.',
  },
  'amount-too-large': {
    what: 'More than one sale may come to (1,000,000 yuan).',
    next: 'Check quantity and amount; split the sale if it is right.',
  },
  'no-sale': { what: 'There are no goods in the sale.', next: 'Scan some first.' },
  'no-such-line': { what: 'That line is no longer in the sale.', next: 'Choose a line from the list on the left.' },
  'total-changed': { what: 'The total changed meanwhile; nothing was taken.', next: 'See the new total and take it.' },
  'too-little-cash': { what: 'That is not enough cash.', next: 'Type what you really received.' },
  'already-voided': { what: 'This sale has been voided already.', next: 'Nothing more to do; check the receipt.' },
  'unknown-manager': { what: 'There is no manager of that number.', next: 'Check the number.' },
  'wrong-void-password': {
    what: 'Wrong void password; nothing was done.',
    next: 'The manager tries once more; this try is on record.',
  },
  'void-password-locked': {
    what: 'Too many wrong void passwords; locked for now.',
    next: 'Try again when the time shown has passed.',
  },
  'already-begun': { what: 'This station has been set up already.', next: 'Just start selling.' },
  'number-taken': { what: 'Number {{text}} is taken.', next: 'Choose another number.' },
  'too-many-operators': { what: 'There are too many operators.', next: 'Have head office tidy the list.' },
  'password-weak': {
    what: 'That login password is easily guessed.',
    next: 'At least 6 signs, no repeated digit, no run, no operator number.',
  },
  'passwords-equal': { what: 'Login and void password are the same.', next: 'Choose two different ones.' },
  'unknown-operator': { what: 'There is no operator {{text}}.', next: 'Check the number.' },
  'wrong-password': { what: 'Wrong login password.', next: 'Try once more; this try is on record.' },
  'password-locked': {
    what: 'Too many wrong login passwords; locked for now.',
    next: 'Try again when the time shown has passed.',
  },
  'password-shut': {
    what: 'Too many wrong login passwords: locked.',
    next: 'Another manager signs in and unlocks it under More, Operators.',
  },
  'password-alone': {
    what: 'Too many wrong login passwords, and no other manager can unlock it.',
    next: 'Try again when the time shown has passed.',
  },
  'own-lock': { what: 'Nobody unlocks themselves.', next: 'Another manager does it.' },
  'not-locked': { what: 'That password is not locked.', next: 'There is nothing to unlock.' },
  'self-approval': { what: 'Who asks may not approve.', next: 'Another manager approves it.' },
  'void-password-shut': {
    what: 'Too many wrong void passwords: locked.',
    next: 'Another manager signs in and unlocks it under More, Operators.',
  },
  'void-password-alone': {
    what: 'Too many wrong void passwords, and no other manager can unlock it.',
    next: 'Try again when the time shown has passed.',
  },
  'no-approval': { what: 'No manager approved; nothing was done.', next: 'The manager enters the void password.' },
  'approval-used': { what: 'That approval has been used.', next: 'The manager approves once more.' },
  'approval-for-another': { what: 'That approval is for another sale.', next: 'The manager approves this one.' },
  'approval-expired': { what: 'The approval is over (two minutes).', next: 'The manager approves once more.' },
  'void-password-weak': {
    what: 'That void password is easily guessed.',
    next: 'At least 6 signs, no repeated digit, no run, no operator number.',
  },
  'not-in-training': { what: 'There is no practice panel in live use.', next: 'Use the real devices.' },
  'bad-call': { what: 'The station did not understand the request.', next: 'Try again; if it stays so, tell IT.' },
  'too-large': { what: 'That is too long.', next: 'Shorten it and try again.' },
  'not-allowed': { what: 'That can not be done now.', next: 'Somebody with the right must do it.' },
  'out-of-order': {
    what: 'That request came too late and was not carried out.',
    next: 'See what the screen shows now; do it again if need be.',
  },
  busy: { what: 'The station is busy.', next: 'Wait a second and try again.' },
  fault: {
    what: 'Something unexpected went wrong; it is on record.',
    next: 'See what the screen shows now; try again, and tell IT if it stays so.',
  },
  'journal-stopped': {
    what: 'The journal can not be written; nothing was done.',
    next: 'Free some disk space, then start the station again.',
  },
  'holds-card-number': {
    what: 'The text looks like it holds a card number; nothing was done or recorded.',
    next: 'Take the number out and try again: no name or note may hold one.',
  },
  'needs-manager': {
    what: 'That is more than a cashier may give away.',
    next: 'A manager signs in for it (F12, More: lock or hand over), or give less.',
  },
  'discount-too-large': { what: 'That takes off more than the goods cost.', next: 'Type a smaller amount.' },
  'too-many-parked': { what: 'Too many sales are parked (20 at most).', next: 'Recall one with F6 and finish it.' },
  'no-such-parked': { what: 'That sale has been recalled already.', next: 'F6 shows which ones are still parked.' },
  'sale-open': {
    what: 'A sale is open, so no other can be recalled.',
    next: 'Take its money, or park it with F5.',
  },
  'still-printing': { what: 'That receipt is still being printed.', next: 'Wait for its end, then print it again.' },
  'drawer-shut': {
    what: 'The cash drawer did not open ({{text}}).',
    next: "Open it with its key; check its cable and the printer's.",
  },
  'receipt-refused': {
    what: 'Receipt {{text}} was not printed.',
    next: "Check the printer's paper and cable; it is printed by itself when it can be.",
  },
  'receipt-unknown': {
    what: 'Receipt {{text}} may or may not be out.',
    next: 'Look at the paper in the printer; the sale itself is complete.',
  },
  'money-taken': {
    what: 'Money was taken for this sale, or is being taken: its goods stay as they are.',
    next: 'Take the rest; or give back what was taken first (a manager approves).',
  },
  'payment-open': { what: 'The payment before has not ended.', next: 'Wait for its end, or cancel it.' },
  'too-much-tendered': {
    what: 'That is more than is left to pay.',
    next: 'Type no more than that; change is for cash.',
  },
  'too-many-tenders': { what: 'Too many payments were tried for this sale.', next: 'Take the rest in cash.' },
  'method-not-set-up': { what: 'This station does not take that.', next: 'Pay another way; IT can set it up.' },
  'no-such-payment': { what: 'There is no such payment.', next: 'See what the screen shows now.' },
  'payment-settled': { what: 'That can not be done to it now.', next: 'See what the screen shows; it may have ended.' },
  'return-open': { what: 'Money of this sale is on its way back.', next: 'Wait for its end.' },
  'no-such-hold': {
    what: 'That pre-authorisation is not open: used, let go or under way.',
    next: 'See the list under More, Pre-authorisations.',
  },
  'more-than-held': {
    what: 'That is more than is held.',
    next: 'Take what is held, and the rest another way.',
  },
  'too-many-holds': {
    what: 'There are too many open pre-authorisations.',
    next: 'Use or let go some first; see More, Pre-authorisations.',
  },
  'no-such-tender': { what: 'That payment is not of this sale, or is going back.', next: 'See the list on the left.' },
  'more-than-sold': { what: 'More than was sold would come back.', next: 'Lower the quantity.' },
  'more-than-paid': { what: 'That is more than is left to refund.', next: 'See what is left of it.' },
  'nothing-to-refund': { what: 'Nothing was chosen to refund.', next: 'Choose goods, or type an amount.' },
  'nothing-left': { what: 'All the money of this sale has gone back.', next: 'Nothing more to do; check the receipt.' },
  'too-little-for-cash': {
    what: 'What is left is less than the smallest coin.',
    next: 'Take it by card or QR.',
  },
  'check-running': { what: 'The records are being checked already.', next: 'Wait for its end, or stop it first.' },
  'no-check': { what: 'No check is under way.', next: 'There is nothing to stop; the last result is on the screen.' },
  'backup-running': { what: 'A backup is under way already.', next: 'Wait for its end.' },
  'no-backup-key': {
    what: "Neither a passphrase nor head office's key was set, so nothing is backed up.",
    next: 'Have IT run npm run backup -- key.',
  },
  'backup-trouble': {
    what: 'The settings of backups, or their place, can not be read; nothing was backed up.',
    next: 'The reason stands under Backups; see to it, then try again.',
  },
  ...messageRefusalsEn,
  ...headOfficeRefusalsEn,
  ...officeRefusalsEn,
  ...partingRefusalsEn,
  ...shopRefusalsEn,
  ...cardRefusalsEn,
  ...scanRefusalsEn,
  ...platformRefusalsEn,
  'unknown-slip': { what: 'There is no such slip.', next: 'Choose one of those shown.' },
}
