import type { officeRefusalsZh, officeZh } from './office-zh.ts'
import type { Explained } from './refusals.ts'

/** Head office: the records on their way to it, in English. */
export const officeEn: typeof officeZh = {
  title: 'Head office',
  shop: "Head office's name for this shop",
  servers: 'Servers',
  head: 'Newest record here',
  record: 'record {{seq}}',
  sent: { title: 'The hub has', at: 'up to record {{seq}}, {{time}}', none: 'not known yet' },
  outbox: { title: 'Still to be sent', none: 'none', count: 'records: {{count}}' },
  ledger: { title: 'The ledger has', at: 'up to record {{seq}}, {{hash}}, {{time}}', none: 'not known yet' },
  note: 'Without a line the till sells on. Records stay here and are sent when it is back: each once.',
  tryAgain: 'Try now',
  line: {
    connecting: { what: 'Calling head office.', next: 'Do not wait; sell on.' },
    sending: { what: 'Records are being sent.', next: 'Sell on.' },
    'up-to-date': { what: "Head office's hub has all records.", next: '' },
    waiting: {
      unreachable: {
        what: "Head office's hub can not be reached.",
        next: "See to the shop's network. It is tried again by itself, and the records stay here.",
      },
      refused: {
        what: "Head office does not let this station in: its credentials are over, taken back, or another's.",
        next: "Have head office enrol it anew (npm run hub -- enrol), and put the files into the data folder's hub.",
      },
      insecure: {
        what: "The server's certificate is not head office's; nothing was said to it.",
        next: 'IT compares servers in settings/station.json and hub/hub-ca.pem. If right, tell head office now.',
      },
      silence: {
        what: 'The hub is there and does not answer.',
        next: 'It is tried again by itself; tell head office if it stays so.',
      },
      contested: {
        what: 'Something else comes before this station at the hub, each time.',
        next: "It is tried again. If it stays so tell head office: somebody may use this station's credentials.",
      },
    },
    newer: {
      what: 'A newer version of the program has sent records for this station, which this one can not read.',
      next: 'Have IT update this station. Until then sell on; the records stay here.',
    },
    'no-identity': {
      what: "The station's own key can not be read, so nothing can be signed and sent.",
      next: 'IT looks at sealed/identity.json. Sell on.',
    },
    'not-in-training': {
      what: 'What is practised is not sent to head office.',
      next: 'To practise it, run npm run hub on this machine and name localhost alone in servers.',
    },
    fork: {
      what: "From record {{seq}} on, another machine has sent other records in this station's name.",
      next: 'Nothing more is sent from here. A manager finds out whether an old copy of the disk runs elsewhere.',
    },
    superseded: {
      what: 'Head office goes on with {{branch}} in the place of this station.',
      next: 'A manager finds out whether this machine is still to be used; nothing more is sent from here.',
    },
    'not-as-written': {
      what: 'Record {{seq}} is not as it was written; from there on nothing is sent.',
      next: 'A manager checks the records under Records and backups, and calls IT.',
    },
    'file-missing': {
      what: 'There is no {{file}} in the data folder.',
      next: 'Head office enrols settings/identity.pub; put its files into the hub folder and start again.',
    },
  },
}

export const officeRefusalsEn: Readonly<Record<keyof typeof officeRefusalsZh, Explained>> = {
  'no-hub': {
    what: 'The settings name no head office.',
    next: 'To have one, IT writes hub into settings/station.json.',
  },
}
