import type { Approval } from './authority.ts'
import type { Money } from './money.ts'
import type { Authorised, PrintState, Slip } from './paid-sale.ts'
import type { PaymentEvent } from './payment.ts'
import type { Addressed } from './payments.ts'
import type { Passkey } from './passkeys.ts'
import type { Policy } from './policy.ts'
import type { PostingEvent } from './postings.ts'
import type { Discount, Unit } from './pricing.ts'
import type { OpenSale } from './sale.ts'
import type { StatementChecked } from './reconciling.ts'
import type { RefundCode } from './refund-codes.ts'
import type { RemoteNo, RemoteRequest, RemoteSaid } from './remote.ts'
import type { OrderedPart } from './returning.ts'
import type { SecretEvent } from './secret-events.ts'
import type { StandingEvent } from './standing.ts'
import type { TerminalEvent } from './terminal/terminal.ts'
import type { Method, OutsideTender } from './tendering.ts'
import type { Appearance, Operator } from './till.ts'

/** One journal record's content: one changing call, or one thing that happened at the till. */
export type TillEvent =
  /**
   * `unheard`: head office was not heard, so nobody knows whether this disk was put back to what it was. So many names
   * of orders are left out, since the next ones may have been given.
   */
  | { readonly is: 'started'; readonly unheard?: number }
  /** The station was restored, or parted from another, and goes on from record `forkSeq`, as its journal says. */
  | {
      readonly is: 'epoch-began'
      readonly parent: string
      readonly forkSeq: number
      readonly hash: string
      readonly fork: string
    }
  | { readonly is: 'operators-made'; readonly operators: readonly Operator[]; readonly signedIn: string | null }
  /** `by` null: a start found them in the operators' file, where the record of the act was lost. */
  | { readonly is: 'operator-added'; readonly operator: Operator; readonly by: string | null }
  | { readonly is: 'operator-unlocked'; readonly operator: string; readonly by: string }
  /** `changed`: with a login password, or others, that they had to set anew first. */
  | { readonly is: 'signed-in'; readonly operator: string; readonly changed?: true }
  | { readonly is: 'sign-in-refused'; readonly operator: string }
  /** `idle`: by itself, since nobody had touched it for a while. */
  /** `elsewhere`: they signed in at this station of the shop. */
  | { readonly is: 'locked'; readonly operator: string; readonly idle?: true; readonly elsewhere?: string }
  | SecretEvent
  | ({ readonly is: 'appearance-set' } & Appearance)
  /** The void password was right, and a new passkey may be made. */
  | { readonly is: 'passkey-asked'; readonly operator: string }
  | ({ readonly is: 'passkey-added' } & Passkey)
  | { readonly is: 'passkey-removed'; readonly operator: string; readonly id: string }
  /** Of a mail server or an SMS gateway; the secret itself is in the vault. */
  | { readonly is: 'message-password-set'; readonly channel: 'email' | 'sms'; readonly by: string }
  /** Of the merchant at its scan payment platform; `key`: what names the pair, null of the key that seals bodies. */
  | {
      readonly is: 'scan-key-set'
      readonly how: 'made' | 'loaded' | 'of-bodies'
      readonly key: string | null
      readonly by: string
    }
  | {
      readonly is: 'goods-added'
      readonly sku: string
      readonly name: string
      readonly price: Money
      readonly unit: Unit
      readonly quantity: number
      readonly label: Money | null
    }
  | ({ readonly is: 'quantity-set'; readonly line: number; readonly quantity: number } & MayNeedApproval)
  | ({ readonly is: 'line-removed'; readonly line: number } & MayNeedApproval)
  | ({
      readonly is: 'price-set'
      readonly line: number
      readonly price: Money
      readonly granted: Money
    } & MayNeedApproval)
  | ({
      readonly is: 'discount-set'
      readonly line: number | null
      readonly discount: Discount | null
      readonly granted: Money
    } & MayNeedApproval)
  | { readonly is: 'sale-parked'; readonly slot: number; readonly operator: string }
  | { readonly is: 'sale-recalled'; readonly slot: number }
  | { readonly is: 'parked-passed'; readonly id: string; readonly slot: number; readonly to: string }
  /** The other station has it. */
  | { readonly is: 'parked-arrived'; readonly id: string }
  /** It will never have it. */
  | { readonly is: 'parked-returned'; readonly id: string }
  /** From another station. `slot` null: it lies open on the counter. */
  | {
      readonly is: 'parked-taken'
      readonly id: string
      readonly from: string
      readonly slot: number | null
      readonly parkedAtMs: number
      readonly operator: string
      readonly sale: OpenSale
    }
  | ({ readonly is: 'sale-cancelled'; readonly operator: string } & MayNeedApproval)
  | {
      readonly is: 'sale-paid'
      readonly receipt: string
      readonly counter: number
      readonly operator: string
      readonly total: Money
      readonly rounded: Money
      readonly given: Money
      readonly change: Money
      /** What was paid by others than cash. */
      readonly tenders: readonly OutsideTender[]
    }
  | { readonly is: 'void-refused'; readonly subject: string; readonly asker: string; readonly manager: string }
  | { readonly is: 'approval-given'; readonly approval: Approval }
  | { readonly is: 'remote-asked'; readonly request: RemoteRequest }
  | { readonly is: 'remote-withdrawn'; readonly request: string }
  | {
      readonly is: 'remote-refused'
      readonly request: string
      readonly station: string
      readonly manager: string
      readonly why: RemoteNo
    }
  /** A manager here answered another station. */
  | {
      readonly is: 'remote-answered'
      readonly request: RemoteRequest
      readonly manager: string
      readonly says: RemoteSaid
    }
  /** `by` null: head office, by a document that it issued at that moment. */
  | {
      readonly is: 'policy-set'
      readonly policy: Policy
      readonly by: string | null
      readonly issuedMs?: number
    }
  | { readonly is: 'refund-code-made'; readonly code: RefundCode }
  | { readonly is: 'refund-code-refused'; readonly id: string; readonly asker: string }
  | { readonly is: 'refunds-unlocked'; readonly receipt: string; readonly by: string }
  | ({ readonly is: 'sale-voided' } & GivingBack)
  | ({ readonly is: 'sale-refunded'; readonly quantities: readonly number[] } & GivingBack)
  | { readonly is: 'return-ended'; readonly receipt: string }
  /** `tender` null: the order belongs to no sale. */
  | ({
      readonly is: 'payment-asked'
      readonly tender: { readonly method: Method; readonly operator: string } | null
    } & Addressed)
  | ({ readonly is: 'tender-voided' } & Addressed & Authorised)
  /** `note`: whose it is, such as a room or a table. */
  | ({ readonly is: 'hold-asked'; readonly note: string; readonly operator: string } & Addressed)
  | ({ readonly is: 'hold-released' } & Addressed & Authorised)
  | { readonly is: 'payment-told'; readonly attempt: string; readonly event: PaymentEvent }
  | { readonly is: 'slip-ended'; readonly receipt: string; readonly slip: Slip; readonly print: PrintState }
  | ({
      readonly is: 'slip-again'
      readonly receipt: string
      readonly slip: Slip
      readonly copy: number
    } & MayNeedApproval)
  /** A platform’s statement was held against the books. It changes nothing. */
  | ({ readonly is: 'statement-checked' } & StatementChecked)
  | TerminalEvent
  | StandingEvent
  | PostingEvent

/** Left out, or null: none was asked for. */
interface MayNeedApproval {
  readonly approval?: string | null
}

type GivingBack = Authorised & {
  readonly receipt: string
  readonly back: Money
  /** By the place of the tender. */
  readonly parts: readonly OrderedPart[]
}

export type Of<Kind extends TillEvent['is']> = TillEvent & { readonly is: Kind }
