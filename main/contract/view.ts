import { Policy } from './authority-shapes.ts'
import { BenchView } from './bench-view.ts'
import { CodeView } from './authority-view.ts'
import { MessagesView } from './messages-view.ts'
import { ActivationView } from './activation.ts'
import { DeviceRole, DevicesView, DeviceStateView } from './devices.ts'
import { CardsView, DeskStage } from './cards.ts'
import { IntegrityView } from './integrity.ts'
import { HoldView, OrderView, PaidTenderView, ReturnView, TenderView } from './money-view.ts'
import { ScanStage } from './payments.ts'
import { OfficeView } from './office.ts'
import { PartingView } from './parting.ts'
import { PasskeysView } from './passkeys.ts'
import { PostingsView } from './postings.ts'
import { Operator, Person } from './people-view.ts'
import { RecordsView } from './records-view.ts'
import { RemoteView } from './remote.ts'
import { PlatformView } from './scanpay.ts'
import { ShopView } from './shop.ts'
import {
  Discount,
  Fen,
  Language,
  LineId,
  Method,
  OperatorNumber,
  Quantity,
  ReceiptNumber,
  Sku,
  Slip,
  Slot,
  StationNumber,
  Theme,
  Unit,
  VoidReason,
} from './shapes.ts'
import { z } from 'zod'

/**
 * What main shows. After each change main pushes one whole view to each window; the page draws it and merges nothing,
 * so a reloaded window is right at once.
 */
export const LineView = z.strictObject({
  line: LineId,
  sku: Sku,
  name: z.string(),
  unit: Unit,
  /** Pieces, or grams where the unit is a kilogram. */
  quantity: Quantity,
  /** Of one piece or one kilogram; `list` is the goods list's, where somebody set another. */
  price: Fen,
  list: Fen,
  gross: Fen,
  discount: Discount.nullable(),
  /** What the discount takes off. */
  off: Fen,
  /** `gross` less `off`. */
  amount: Fen,
})

export const OpenSaleView = z.strictObject({
  lines: z.array(LineView),
  /** Pieces in all. */
  count: z.int(),
  /** What the lines come to, and what the discount of the sale takes off it. */
  subtotal: Fen,
  discount: Discount.nullable(),
  off: Fen,
  total: Fen,
  /** What is due in cash: what is left, rounded as the shop rounds cash. */
  cashDue: Fen,
  /** What no tender has paid yet, to the fen. */
  left: Fen,
  tenders: z.array(TenderView),
  /** Whether a tender's end is waited for, and whether money was taken, so that what is sold stays as it is. */
  tendering: z.boolean(),
  /** What the customer is asked for by card or scan just now. */
  asking: Fen.nullable(),
  fixed: z.boolean(),
  newest: LineId.nullable(),
})

/** `waiting`: being printed · `unknown`: the printer did not say; a person looks at the paper. */
export const PrintView = z.enum(['waiting', 'printed', 'refused', 'unknown'])

export const PaidSaleView = z.strictObject({
  receipt: ReceiptNumber,
  /** Milliseconds since 1970, UTC; shown in the shop's time zone. */
  paidAtMs: z.number(),
  operator: OperatorNumber,
  lines: z.array(LineView),
  discount: Discount.nullable(),
  off: Fen,
  /** What was paid; `rounded` is what the rounding of cash added to it, or took off. */
  total: Fen,
  rounded: Fen,
  given: Fen,
  change: Fen,
  tenders: z.array(PaidTenderView),
  returns: z.array(ReturnView),
  /** What has not gone back of it, nor is on its way. */
  left: Fen,
  voided: z
    .strictObject({ atMs: z.number(), reason: VoidReason, manager: OperatorNumber, selfApproval: z.boolean() })
    .nullable(),
  /** Of its newest slip. */
  print: PrintView,
  /** Oldest first. */
  slips: z.array(
    z.strictObject({
      ...{ slip: Slip, print: PrintView },
      /** How many copies of it were ordered. */
      copies: z.int(),
      /** As it is on paper, one string a line. */
      paper: z.array(z.string()),
    }),
  ),
})

/** Something to tell the cashier that no call is waiting for, such as an unknown code from the scanner. */
const Notice = z.strictObject({ serial: z.int(), why: z.string(), text: z.string() })

const Shared = {
  revision: z.int(),
  shop: z.string(),
  station: z.string(),
  profile: z.enum(['training', 'live', 'test']),
  language: Language,
  theme: Theme,
  /**
   * `sign-in`: nobody has signed in since the start · `locked`: nobody is on duty · `service`: somebody is who does not
   * sell · `stopped`: the journal can not be written; nothing is sold until a person acts.
   */
  stage: z.enum(['first-run', 'sign-in', 'locked', 'selling', 'service', 'stopped']),
  /** The shop's time zone, such as `Asia/Shanghai`. */
  timeZone: z.string(),
  sale: OpenSaleView.nullable(),
  /** What the customer is asked for at the card reader just now. */
  cardStage: DeskStage.nullable(),
  /** What a customer who pays by scan is asked for, or shown. */
  scanStage: ScanStage.nullable(),
  /** The sale just paid, until the next line. */
  paid: PaidSaleView.nullable(),
}

export const CashierView = z.strictObject({
  role: z.literal('cashier'),
  ...Shared,
  /** On duty. While nobody is, the view has of sales no more than what the open one comes to. */
  operator: Operator.nullable(),
  /** Who locked the station; and where they signed in instead, which did it. */
  lockedBy: Operator.nullable(),
  lockedAt: StationNumber.nullable(),
  people: z.array(Person),
  /** Sales put aside, oldest first. */
  parked: z.array(
    z.strictObject({
      ...{ slot: Slot, parkedAtMs: z.number(), operator: OperatorNumber },
      ...{ count: z.int(), total: Fen, first: z.string() },
    }),
  ),
  /** What which act asks for, so that it is seen before somebody begins. */
  policy: Policy,
  /** When head office issued the newest one that it set here; null where it set none. */
  policyIssuedMs: z.number().nullable(),
  /** The newest one-time code of the sale that was looked up. */
  code: CodeView.nullable(),
  /** Too many wrong codes were entered for it: a manager lets it go on. */
  refundsLocked: z.boolean(),
  remote: RemoteView,
  /** Thousandths of the list price a cashier may give away; a manager more. */
  discountLimit: z.int(),
  /** How customers can pay here beside cash. */
  methods: z.array(Method),
  /** Orders for money whose end nobody knows, oldest first. */
  unresolved: z.array(OrderView),
  /** Whether an amount of a card can be held here; the holds there are, and the last that are over, oldest first. */
  holding: z.boolean(),
  holds: z.array(HoldView),
  /** Slips the printer refused, which it prints when it can. */
  owed: z.int(),
  /** Whether it is a card terminal, which can ask what a card has. */
  cardTerminal: z.boolean(),
  /** Of the station as a card terminal; null but for a manager on duty, and IT, and where it is none. */
  cards: CardsView.nullable(),
  /** Of a scan payment platform that the settings name; null but for a manager on duty, and IT. */
  platform: PlatformView.nullable(),
  /** Of the records and their backups; null but for a manager on duty. */
  records: RecordsView.nullable(),
  /** How messages leave the shop; null but for IT and managers on duty. */
  messages: MessagesView.nullable(),
  passkeys: PasskeysView,
  /** The journal has a fault: whoever is on duty calls a manager. */
  recordsFaulty: z.boolean(),
  ...{ activation: ActivationView, postings: PostingsView },
  /** Of the station's look at itself; null but for a manager on duty, and IT. */
  integrity: IntegrityView.nullable(),
  /** Of the line to head office; null but for a manager on duty, and IT, and where there is none. */
  office: OfficeView.nullable(),
  /** Whether another machine works in this one's name. */
  parting: PartingView,
  /** The other stations of the shop. */
  shopFloor: ShopView,
  /** What is plugged in; null but for a manager on duty, and IT. */
  devices: DevicesView.nullable(),
  /** The finished sale that was looked up. */
  ...{ found: PaidSaleView.nullable(), notice: Notice.nullable() },
  /** The virtual devices, where there are any. */
  bench: BenchView.nullable(),
  lamps: z.strictObject({
    scanner: z.enum(['ready', 'absent']),
    printer: z.enum(['ready', 'paper-out', 'cover-open', 'cutter', 'fault', 'absent']),
    /** `attention`: nothing is sent until a person does something. */
    headOffice: z.enum(['none', 'ready', 'away', 'attention']),
    /** Of devices that were chosen, but for the printer, which says more of itself. */
    devices: z.array(z.strictObject({ role: DeviceRole, state: DeviceStateView })),
  }),
})

export const CustomerView = z.strictObject({ role: z.literal('customer'), ...Shared })
export const StationView = z.discriminatedUnion('role', [CashierView, CustomerView])

export type LineView = z.infer<typeof LineView>
export type OpenSaleView = z.infer<typeof OpenSaleView>
export type PaidSaleView = z.infer<typeof PaidSaleView>
export type CashierView = z.infer<typeof CashierView>
export type CustomerView = z.infer<typeof CustomerView>
export type StationView = z.infer<typeof StationView>
