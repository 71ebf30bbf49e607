import type { Refusals } from './refusals.ts'

/** Of mail, SMS and passkeys. */
export const messageRefusalsEn = {
  'channel-not-set-up': {
    what: 'That way is not set up yet.',
    next: 'Have IT see what is missing under Mail and SMS.',
  },
  'not-an-address': {
    what: 'That is no mail address or mobile number.',
    next: 'A mail address looks like li@shop.cn; a number has digits only.',
  },
  'too-many-messages': { what: 'Too many messages are waiting.', next: 'Wait a minute and try again.' },
  'passkeys-not-here': {
    what: "This station's window can use no passkey.",
    next: 'Use the void password, or a station that runs on Chromium.',
  },
  'too-many-passkeys': { what: 'Too many passkeys (5 each at most).', next: 'Remove one that is not used.' },
  'no-such-passkey': {
    what: "There is no such passkey, or it is not that manager's.",
    next: 'Use one of whoever approves; add one if there is none.',
  },
  'passkey-challenge': {
    what: 'That confirmation is over or was used (a minute, once).',
    next: 'Confirm once more.',
  },
  'passkey-for-another': { what: 'That confirmation is for something else.', next: 'See what it is, confirm again.' },
  'passkey-copied': {
    what: 'That passkey counted back: it may have been copied.',
    next: 'Remove it, add a new one, and tell head office.',
  },
  'passkey-refused': {
    what: "The passkey's answer was not right; nothing was done.",
    next: 'Try once more; if it stays so, remove it and add it again.',
  },
  'passkey-cancelled': {
    what: 'Not confirmed: it was cancelled, or no passkey is plugged in.',
    next: 'Plug the passkey in and try again.',
  },
  'passkey-impossible': {
    what: 'This window can not use passkeys.',
    next: 'Use the void password, and tell IT.',
  },
  'devices-away': {
    what: 'The program that drives the devices does not answer.',
    next: 'Wait a few seconds and look again; else tell IT.',
  },
  'no-such-device': {
    what: 'This device is not there any more, or can not do that.',
    next: 'Plug it in, press Look, and choose again.',
  },
  'device-not-ready': { what: 'The device is not connected.', next: 'Its line says what to do.' },
  'device-busy': { what: 'The test before it has not ended.', next: 'Wait for its end and try again.' },
} satisfies Partial<Refusals>
