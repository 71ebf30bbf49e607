import type { Explained } from './refusals.ts'
import type { shopFloorZh, shopRefusalsZh } from './shop-zh.ts'

/** The stations of a shop, in English. */
export const shopFloorEn: typeof shopFloorZh = {
  title: 'All stations',
  none: 'No other station has been heard of yet.',
  station: 'Station {{station}}',
  here: 'this one',
  away: 'out of reach; as of {{time}}',
  nobody: 'nobody on duty',
  stopped: 'stopped',
  all: 'The shop',
  sales: 'sales: {{count}}',
  open: 'selling, pieces: {{count}}',
  columns: {
    who: 'On duty',
    taken: 'Taken today',
    cash: 'of it cash',
    back: 'Voids, refunds',
    sale: 'Now',
    state: 'Heed',
  },
  unresolved: 'unknown: {{count}}',
  outbox: 'to be sent: {{count}}',
  parked: 'parked: {{count}}',
  recall: {
    elsewhere: 'Parked at other stations',
    asking: 'Asking station {{station}} for it...',
    passing: 'On its way to station {{to}}',
    takeBack: 'Take it back',
  },
  locked: 'You have signed in at station {{station}}, which locked this one.',
}

export const shopRefusalsEn: Readonly<Record<keyof typeof shopRefusalsZh, Explained>> = {
  'station-away': {
    what: 'That station did not answer.',
    next: 'See whether it is on. The sale is still there; if it is shown as on its way, a manager takes it back there.',
  },
  'recall-running': { what: 'A sale is being asked for already.', next: 'Wait some seconds.' },
  'station-there': {
    what: 'That station can be reached and will say itself whether it has it.',
    next: 'Wait a moment.',
  },
}
