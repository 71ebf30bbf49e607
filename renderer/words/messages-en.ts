import type { messagesZh } from './messages-zh.ts'

/** Mail and SMS to managers, in English. */
export const messagesEn: typeof messagesZh = {
  title: 'Mail and SMS',
  note:
    'Refund codes reach managers by mail or SMS. Servers stand in settings/station.json; ' +
    'passwords are entered here and sealed on this machine.',
  ways: { email: 'Mail', sms: 'SMS' },
  is: { ready: '✓ Ready', 'no-password': 'Password missing', none: 'Not set up' },
  next: {
    ready: '{{at}}',
    practice: 'Training: messages go to the practice panel, and to nobody else.',
    'no-password': '{{at}}: have IT sign in and enter the password or key here.',
    none: 'Have IT name a server under messages in settings/station.json.',
  },
  channel: 'By',
  secret: { email: "The mail server's password", sms: "The SMS gateway's key" },
  keep: 'Keep the password',
  kept: '✓ Sealed. Send a test message now.',
  to: { email: 'Mail address for the test', sms: 'Mobile number for the test' },
  test: 'Send a test',
  tested: '{{way}} → {{to}}',
  state: {
    waiting: 'Being sent... (a minute at most)',
    sent: '✓ The server took it: see whether it has come.',
    failed: '✕ Not sent',
  },
  why: {
    refused: "The server will not have this message. IT checks the settings and the account's credit.",
    unreachable: 'The server can not be reached, or takes nothing just now. Check the network and try again later.',
    insecure: "No TLS, or a certificate nobody vouches for: nothing was sent. IT checks tls, ca and the server's name.",
    auth: 'The server does not accept account or password. IT enters the password again.',
    timeout: 'No answer; it may have gone out. See whether it has come, then try again.',
    'bad-address': 'There is no such recipient. Check the address or number.',
  },
  codes: 'Codes: {{text}}',
  phone: "The manager's telephone and mail (practice)",
  noMessage: 'No message yet.',
  moods: { fine: 'Fine', down: 'Out of reach', slow: 'Slow', refuses: 'Refuses' },
}
