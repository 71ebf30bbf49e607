/** Hands at the virtual devices: what a person does at real ones. There is none in live. */
export interface Bench {
  /** Holds a code under the scanner. */
  readonly scan: (code: string) => void
  readonly setPrinter: (mood: PrinterMood) => void
  readonly setPayments: (method: 'card' | 'scan', mood: PaymentMood) => void
  readonly setMessenger: (mood: MessengerMood) => void
  /** Who pays by a wallet; null where there is no twin to pay at. */
  readonly payer: Pick<BenchPayer, 'choose' | 'code' | 'act' | 'giveStatement'> | null
  /** Who stands at the card reader; null where a real one stands there. */
  readonly customer: Pick<BenchCustomer, 'choose' | 'act'> | null
  /** Another station of the shop; null where there is none to practise with. */
  readonly neighbour: Pick<BenchNeighbour, 'ask' | 'answer'> | null
  /** Pushes the drawer shut; it opens by the printer's pulse. */
  readonly shutDrawer: () => void
  readonly state: () => BenchState
  readonly onChange: (listener: () => void) => void
}

/** A customer with a wallet on a telephone. */
export interface BenchPayer {
  readonly choose: (customer: PayerName) => void
  /** A payment code as their telephone shows it now. */
  readonly code: () => string
  /** Scans and pays what the shop shows; or answers the wallet that asks for the password. */
  readonly act: (what: PayerAct) => void
  /** Their platform’s statement of today is laid where a manager looks for one. False where the disk would not. */
  readonly giveStatement: () => Promise<boolean>
  readonly state: () => PayerState
  readonly onChange: (listener: () => void) => void
}
export interface PayerState {
  readonly customer: PayerName
}
/** Test customers of the platform's twin: see `TEST_CUSTOMERS`. */
export type PayerName = 'alipay' | 'wechat' | 'unionpay' | 'yuan' | 'asked' | 'poor' | 'refused' | 'expired'
export type PayerAct = 'pays' | 'enters-password' | 'refuses'

/** A customer with cards, at a virtual reader. */
export interface BenchCustomer {
  /** Which card, which PIN, and whether what the reader asks for is done without being told. */
  readonly choose: (manner: CustomerState) => void
  /** Does now what is asked for, by hand. */
  readonly act: (what: CustomerAct) => void
  readonly state: () => CustomerState
  readonly onChange: (listener: () => void) => void
}
export interface CustomerState {
  readonly card: CustomerCard
  readonly pin: 'right' | 'wrong' | 'none'
  readonly byItself: boolean
}
/** Test cards of the twin's bank: see `TEST_CARDS`. */
export type CustomerCard = 'chip' | 'stripe' | 'signed' | 'foreign' | 'poor' | 'declined' | 'lost' | 'expired'
export type CustomerAct = 'insert' | 'tap' | 'swipe' | 'broken-chip' | 'pin' | 'cancel'

/** Another station, where somebody asks for approvals, and a manager answers. */
export interface BenchNeighbour {
  readonly ask: () => void
  /** What this station asks, if it asks anything; `manager` is the number of who answers there. */
  readonly answer: (manager: string, says: 'yes' | 'no') => void
  readonly state: () => NeighbourState
  readonly onChange: (listener: () => void) => void
}
export interface NeighbourState {
  /** It has heard a request of this station that waits. */
  readonly asked: boolean
  /** What this station said to its last request; null while it waits. */
  readonly said: 'yes' | 'no' | null
}

/** What the printer's next jobs meet. */
export type PrinterMood = 'fine' | 'paper-out' | 'cover-open' | 'jams' | 'absent'

/** How the next orders fare at an acquirer's twin. `down`: it can not be reached at all. */
export type PaymentMood = 'approve' | 'decline' | 'in-part' | 'lose-answer' | 'lose-request' | 'down'

/** How the twin of mail and SMS takes the next messages. */
export type MessengerMood = 'fine' | 'down' | 'slow' | 'refuses'

export interface BenchState {
  /** Null where a real printer stands in the place of the virtual one. */
  readonly printer: PrinterMood | null
  readonly drawer: 'open' | 'shut'
  /** The paper that came out last, one string a line; none where nothing has yet. */
  readonly sheet: readonly string[]
  /** Null where the acquirers are real ones. */
  readonly payments: { readonly card: PaymentMood; readonly scan: PaymentMood } | null
  /** What the messenger's twin took last, newest first; null where a real one stands in its place. */
  readonly messages: { readonly mood: MessengerMood; readonly newest: readonly BenchMessage[] } | null
  readonly neighbour: NeighbourState | null
  readonly customer: CustomerState | null
  readonly payer: PayerState | null
}

export interface BenchMessage {
  readonly channel: 'email' | 'sms'
  readonly to: string
  readonly subject: string
  readonly text: string
}
