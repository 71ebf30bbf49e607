import type { forgottenZh, headOfficeRefusalsZh, headOfficeZh } from './head-office-zh.ts'
import { officeEn } from './office-en.ts'
import { partingEn } from './parting-en.ts'
import { shopFloorEn } from './shop-en.ts'
import type { Explained } from './refusals.ts'

/** The activation and the station's look at itself, in English. */
export const headOfficeEn: typeof headOfficeZh = {
  ...{ office: officeEn, parting: partingEn, shopFloor: shopFloorEn },
  activation: {
    title: 'Activation',
    open: 'Activate',
    is: {
      off: 'This station needs none (training)',
      active: '✓ Activated',
      grace: '! Waits for a code',
      lapsed: '✕ Not activated: cash only',
    },
    why: {
      'new-device': 'This computer was never activated.',
      'changed-device': 'This is not the computer that was activated.',
      upgrade: 'A new major version asks for a new code.',
      periodic: 'The activation has run out; a new code is needed.',
      'head-office': 'Head office asks for a new activation.',
    },
    strip: {
      grace: 'Enter the activation code before {{time}}, {{left}} hours from now; after that cash only.',
      lapsed: 'Not activated: cash only.',
      callManager: 'Tell a manager.',
      unregistered:
        'Terminal not registered: the bank does not know this station ({{code}}). ' +
        'Take cash or QR meanwhile; a manager calls the acquirer to have it registered.',
    },
    state: 'State',
    cause: 'Why',
    until: 'Grace until',
    valid: 'Good until',
    forEver: 'no end',
    merchant: 'Merchant',
    terminal: 'Terminal',
    none: 'not set',
    device: 'Device',
    noDevice: 'can not be read: IT looks at sealed/identity.json',
    deviceNote:
      'Tell head office the merchant, the terminal and the device, or let them scan this; ' +
      'the code they make works on this station alone.',
    noTrust: 'No key of head office is here, so no code can be checked. Have IT run npm run activation -- trust.',
    code: 'Code',
    codeHint: 'scan it, or type it group by group',
    entered: 'Signs: {{count}}, in groups: {{groups}}',
    enter: 'Activate',
    locked: 'Too many wrong codes. Wait {{time}}, then try again.',
  },
  integrity: {
    title: 'Integrity check',
    strip: 'The integrity check found something: see to it soon.',
    open: 'See',
    last: 'Last check',
    never: 'None yet.',
    running: 'Checking...',
    sound: '✓ As it was installed',
    amiss: '✕ Found amiss: {{count}}',
    files: 'Program',
    filesCount: 'files as they were built: {{count}}',
    filesUnknown: 'does not run from a build; not checked',
    cashOnly: 'Until this is seen to, the station takes cash only.',
    check: 'Check again',
    accept: 'The settings are right',
    acceptTitle: 'Accept changed settings',
    acceptNote: 'See that you or IT made each of these changes. If not, do not accept them: call IT.',
    findings: {
      'manifest-missing': 'The program has no list of its files ({{about}}). Have IT install it again.',
      'manifest-forged':
        "The list of the program's files is not the build's ({{about}}). Take no cards; have IT install it again.",
      'file-changed': 'A file of the program was changed: {{about}}. Have IT install it again and find out why.',
      'file-missing': 'A file of the program is missing: {{about}}. Have IT install it again.',
      'file-extra': "A file lies there that is not the program's: {{about}}. Have IT find out who put it there.",
      'setting-changed': 'A setting was changed: {{about}}. Accept it if you or IT did it; if not, call IT.',
      'sandbox-off': 'The operating system does not confine the page ({{about}}). IT runs it as an ordinary user.',
      'sealing-weak': "Keys are protected by file permissions only, there is no keychain. Electron's build has one.",
      'clock-back': 'At the start the clock stood {{about}} minutes before the newest record. Have IT set it.',
      'clock-away':
        'At the start the clock stood {{about}} days after the newest record. If the till was in use, IT sets it.',
      'clock-jumped': 'The clock was set by {{about}} minutes while the station ran. Have IT set it and find out why.',
      'records-faulty': 'The check of the records found a fault. See Records and backups.',
      'vault-unreadable': "Sealed keys can not be read: {{about}}. They may be another computer's; IT sets them anew.",
      'not-checked': 'Could not be read, so not checked: {{about}}. IT looks at the disk and its permissions.',
      'policy-misread': "Head office's policy file can not be read and was not taken. IT puts it there again.",
      'policy-forged':
        "The policy file is not head office's ({{about}}) or was changed. It is not taken; IT finds out who did it.",
      'policy-elsewhere': "The policy file is for merchant {{about}} and was not taken. IT puts this merchant's there.",
      'policy-unsound':
        "Head office's policy is below a floor or wrong ({{about}}) and was not taken. Call head office.",
      'policy-older':
        'The policy file of {{about}} is older than what holds, and was not taken. IT finds out who put it there.',
      'policy-waits': "Head office's new policy is not taken yet: {{about}} changed. Accept the settings first.",
    },
  },
}

/** A password that only head office can help with. */
export const forgottenEn: typeof forgottenZh = {
  open: 'Forgotten password',
  beside: 'With another manager in the shop: they sign in and reset it under More, Operators, Manage.',
  alone:
    'With none: call head office, and read out your number and these three. ' +
    'They see who you are and give you a code that works once, at this station.',
  here: 'Or let head office scan this.',
  haveCode: 'I have the code',
  back: 'Back',
  title: 'Set a new password',
  which: 'Which',
  code: 'Code of head office',
  set: 'Set it',
  done: {
    login: 'The login password is set. Sign in with it.',
    void: 'The void password is set. Sign in.',
    pin: 'The transaction PIN is set. Sign in.',
  },
}

/** Codes of head office that did nothing, and what waits for one. */
export const headOfficeRefusalsEn: Readonly<Record<keyof typeof headOfficeRefusalsZh, Explained>> = {
  'code-misread': {
    what: 'That code was misread or mistyped.',
    next: 'Compare it group by group; scanning its QR code is surest.',
  },
  'no-head-office': {
    what: 'No key of head office is here, so the code can not be checked.',
    next: 'Have IT run npm run activation -- trust.',
  },
  'code-forged': {
    what: 'Head office did not make that code.',
    next: 'Ask head office itself for one; this try is on record.',
  },
  'code-elsewhere': {
    what: 'That code is for another merchant, terminal or computer.',
    next: "Tell head office this station's merchant, terminal and device, and ask for a new one.",
  },
  'code-revoked': { what: 'Head office took that code back.', next: 'Ask head office for a new one.' },
  'code-used': { what: 'That code has been used.', next: 'Each works once; ask head office for a new one.' },
  'clock-behind': {
    what: "The computer's clock stands before the code was made.",
    next: 'Have IT set the clock, then enter it again.',
  },
  'code-expired': {
    what: 'That code is over.',
    next: "Check the computer's clock, and ask head office for a new one.",
  },
  'code-for-reset': {
    what: 'That code is for setting a password anew.',
    next: 'Lock the station first; scan it on the sign-in page, or press Forgotten password there.',
  },
  'code-for-activation': {
    what: 'That code activates a station; it sets no password.',
    next: 'A manager signs in and enters it under More, Activation.',
  },
  'codes-locked': {
    what: 'Too many wrong codes within an hour; none is heard for now.',
    next: 'Try again when the time shown has passed.',
  },
  'activation-off': {
    what: 'This station needs no activation.',
    next: 'Enter no code; to practise it, IT sets activation.practise.',
  },
  'head-office-code': {
    what: 'That is a code of head office, not goods.',
    next: 'To activate, a manager signs in and scans it. To set a password, lock the station and scan it there.',
  },
  'not-activated': {
    what: 'This station is not activated: no cards, no QR payments.',
    next: 'Take cash; a manager enters the code under More, Activation.',
  },
  'not-sound': {
    what: 'The integrity check found something: no cards, no QR payments.',
    next: 'Take cash; a manager looks under More, Integrity check.',
  },
  'integrity-running': {
    what: 'A check is under way, or this one came to nothing.',
    next: 'Wait a moment and check again; tell IT if it stays so.',
  },
  'not-looked-at': { what: 'This station does not check itself.', next: 'Use one that was installed.' },
  'nothing-to-accept': {
    what: 'There is no changed setting to accept.',
    next: 'Check again, to see whether there is one.',
  },
}
