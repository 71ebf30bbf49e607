import type { partingRefusalsZh, partingZh } from './parting-zh.ts'
import type { Explained } from './refusals.ts'

/** Two machines of one name: what a manager decides, in English. */
export const partingEn: typeof partingZh = {
  title: 'Another machine of this name',
  strip: "Another machine works in this station's name; no new sale until a manager has decided.",
  stripDecided: 'A manager has decided that this machine goes on: restart the station.',
  callManager: 'Tell a manager.',
  open: 'Look',
  how: {
    fork:
      'From record {{seq}} on, head office has other records than this machine: another one works in its name, ' +
      "or this one's disk was put back to what it was before.",
    superseded:
      "Head office goes on with epoch {{branch}}: a machine that was restored from this one's backup, " +
      'or parted from it, has taken its place.',
  },
  there: 'Head office has',
  record: '{{branch}}, record {{seq}}, {{hash}}',
  first:
    'First find the other machine; only one may stay. Switch the other off. If it is this one that is to stop, ' +
    'decide nothing here and switch it off: head office keeps its records as evidence.',
  then:
    'If this one is to go on: it does so in a new epoch, {{epoch}}, its receipts from S{{station}}-{{epoch}}-000001, ' +
    'so that no number is given twice. The sales of both count.',
  noMore: 'There is no epoch left; this machine can not go on. IT gives it another station number.',
  goOn: 'Go on in a new epoch',
  decided: 'Manager {{by}} has decided: this machine goes on in epoch {{epoch}}, from its next start on.',
  restartNow: 'Restart now',
  restartByHand: 'Close the station and open it again.',
  password: "Manager's own void password",
}

export const partingRefusalsEn: Readonly<Record<keyof typeof partingRefusalsZh, Explained>> = {
  parted: {
    what: "Another machine works in this station's name: no new sale, refund or void.",
    next: 'A manager decides under More, Head office. A sale that is open can be paid.',
  },
  'not-parted': { what: 'There is nothing to decide: head office has what is here.', next: 'Sell on.' },
  'parting-changed': {
    what: 'Head office has just got newer records; nothing was decided.',
    next: 'Look at them and enter the password again.',
  },
  'epoch-decided': { what: 'It was decided before.', next: 'Restart the station.' },
  'no-more-epochs': { what: 'There is no epoch left (999 at most).', next: 'IT gives it another station number.' },
  'no-epoch-decided': {
    what: 'Nothing is decided yet, so nothing needs a restart.',
    next: 'Decide first, by the void password.',
  },
  'no-restart-here': {
    what: 'The station can not restart itself here.',
    next: 'Close the station and open it again.',
  },
}
