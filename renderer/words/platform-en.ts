import type { platformRefusalsZh, platformZh } from './platform-zh.ts'

/** A scan payment platform that the settings name, in English. */
export const platformEn: typeof platformZh = {
  title: 'Scan payment platform',
  note: 'The private key is made and kept here; it is never shown and never leaves. The platform gets the public key.',
  host: 'Platform',
  through: '{{host}}, through the proxy {{proxy}}',
  appid: 'App ID',
  merchant: 'Merchant',
  terminal: 'Terminal',
  serial: 'Certificate serial',
  noSerial: 'none yet: written into the settings file once there is a certificate',
  until: 'Platform certificate until',
  over: `The platform's certificate has expired. Payments go on; ask for its new one, for "platform" in the settings.`,
  keys: 'Keys',
  key: { title: 'Merchant key', there: 'loaded, {{print}}', none: 'none' },
  waits: {
    title: 'New key, waiting',
    none: 'none',
    there: '{{print}}',
    note: "Hand its public key, below, in at the platform. Then write the certificate's number into the settings file.",
    then: 'That is "serial". From the next start on the new key signs, and the old one is not used any more.',
  },
  bodyKey: { title: 'Key of bodies', 'not-used': 'not used', there: 'loaded', none: 'none' },
  noKey: 'There is no merchant key to sign with: no scan payment can be taken.',
  noBodyKey: 'The settings want sealed bodies, and their key is missing: no scan payment can be taken.',
  ways: { label: 'Keys', make: 'Make one here', load: 'Load one made elsewhere', body: 'Load the key of bodies' },
  make: {
    note: 'Makes a new pair. Where there is a key already it goes on, and the new one waits for its certificate.',
    act: 'Make a key',
    made: 'Made, {{print}}. Hand the public key in at the platform.',
  },
  load: {
    note: 'The private key that the platform or head office gave: PKCS #8, PEM, not encrypted. One in use goes on.',
    field: 'Private key, PEM',
    act: 'Load the key',
    loaded: 'Loaded, {{print}}. Compare the public key with whoever gave it, and delete the file that it came in.',
  },
  body: {
    note: 'The SM4 key that the platform gave, base64 of 16 bytes.',
    field: 'Key of bodies',
    act: 'Load the key of bodies',
    loaded: 'Loaded.',
  },
  discard: 'Discard the one that waits',
  publicKey: 'Public key',
  copy: 'Copy the public key',
  copied: 'Copied.',
  notCopied: 'It could not be copied: select it by hand.',
  check: 'Check the line',
  checking: 'Asking the platform, for 45 seconds at most',
  never: 'Not checked since the start.',
  checked: 'Checked at {{time}}',
  skew: {
    title: "The platform's clock",
    ahead: '{{seconds}} s ahead of ours',
    behind: '{{seconds}} s behind ours',
    same: 'as ours',
  },
  clockOff:
    'The two clocks are far apart; if it gets worse the platform refuses everything. Set the clock of this machine.',
  trace: 'Trace {{id}}',
  codes: 'Code {{code}}',
  status: 'HTTP {{status}}',
  found: {
    fine: { what: 'All is well.', next: 'The platform knows our signature, and its own is right.' },
    'other-answer': {
      what: 'Both signatures are right, but it does not answer that there is no such order.',
      next: 'If that is what the code below means, write it into "codes" of the settings as not-found; else ask it.',
    },
    merchant: {
      what: 'Both signatures are right; the platform says the merchant or its contract is not.',
      next: 'Tell the platform the code below, and check merchant and terminal number.',
    },
    unreachable: {
      what: 'The platform can not be reached.',
      next: 'Check the network, the firewall, and "host" and "port" in the settings.',
    },
    insecure: {
      what: 'That is not the platform that the settings want (its TLS certificate is not right).',
      next: 'Check "host" and "ca", and the clock of this machine. Nothing was sent.',
    },
    proxy: {
      what: 'The proxy is not there, or lets nothing through.',
      next: `Check "proxy" in the settings, and have the network's people open the platform's address and port.`,
    },
    'no-answer': {
      what: 'It was reached, and no answer came that can be read.',
      next: 'Check again in a while; if it stays so call the platform.',
    },
    http: {
      what: "That does not look like the platform's answer.",
      next: 'Check "host" and "port". Something on the way may have answered, or the platform is being worked on.',
    },
    unsigned: {
      what: "It answers, but not signed by the platform's certificate in the settings.",
      next: `Put the platform's newest certificate into "platform", and check "appid". Payments stay open until then.`,
    },
    refused: {
      what: 'The platform does not take our signature.',
      next: 'Check that the public key was handed in, "serial", "appid", and the clock of this machine.',
    },
    clock: {
      what: 'The platform does not take our signature: the clock of this machine is off.',
      next: 'Set the clock, and check again.',
    },
    'given-up': { what: 'The check did not end.', next: 'Check again.' },
  },
}

export const platformRefusalsEn: typeof platformRefusalsZh = {
  'no-platform': {
    what: 'The settings name no scan payment platform.',
    next: 'IT writes "scanpay" into the settings file, and opens the station again.',
  },
  'platform-no-key': {
    what: 'There is no merchant key to ask the platform with.',
    next: "Make or load one first, and write its certificate's serial into the settings.",
  },
  'key-waits': {
    what: 'A new key waits for its certificate already.',
    next: 'Discard it if its public key was not handed in yet; else wait for the certificate.',
  },
  'key-garbled': {
    what: 'That is not a whole private key.',
    next: 'Copy all of it, from -----BEGIN to END PRIVATE KEY-----, and load it again.',
  },
  'key-encrypted': {
    what: 'That private key is under a password.',
    next: 'Have it given without one, or make a key here.',
  },
  'key-public': {
    what: 'That is a public key or a certificate, not a private key.',
    next: "Paste the private key; the platform's certificate goes into the settings file.",
  },
  'key-not-rsa': {
    what: 'That is not an RSA key.',
    next: 'The platform wants RSA: ask for one of 2048 bits, or make a key here.',
  },
  'key-too-short': {
    what: 'That RSA key has less than 2048 bits and is not safe.',
    next: 'Ask for one of 2048 bits, or make a key here.',
  },
  'key-too-long': {
    what: 'That RSA key has more than 4096 bits.',
    next: 'Ask for one of 2048 bits, or make a key here.',
  },
  'no-body-key': {
    what: 'That is no key of bodies.',
    next: "It is base64 of 16 bytes, 24 characters: check the platform's letter.",
  },
}
