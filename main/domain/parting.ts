import { assert } from './result.ts'
import type { TillEvent } from './events.ts'
import type { Till } from './till.ts'

/**
 * Another machine goes on under this station's name, or went on before this one's disk was put back: what head office
 * has of the station and what is here have parted, and numbers given here may be given there too.
 */
export interface Parting extends Parted {
  /** A manager's word that this machine goes on in an epoch of its own, which begins with the next start. */
  readonly decided: { readonly epoch: number; readonly by: string } | null
}

export interface Parted {
  /** `fork`: in this machine's own epoch · `superseded`: the station goes on elsewhere, in a later one. */
  readonly how: 'fork' | 'superseded'
  /** The first record that is another one there; null where that is not known. */
  readonly seq: number | null
  /** What head office has last of this station. */
  readonly there: OfficeHead
}

/** What head office has last of a station. */
export interface OfficeHead {
  /** Its epoch there, such as `01-e1`. */
  readonly branch: string
  readonly seq: number
  readonly hash: string
}

export type PartingEvent =
  | ({ readonly is: 'branch-parted' } & Parted)
  /** What is here is what head office has, after all: the hub was set back meanwhile. */
  | { readonly is: 'branch-joined' }
  | ({ readonly is: 'epoch-decided'; readonly epoch: number; readonly by: string } & Omit<Parted, 'how'>)

export function partedAfter({ parting }: Till, event: PartingEvent): Parting | null {
  switch (event.is) {
    case 'branch-parted': {
      const { how, seq, there } = event
      return { how, seq, there, decided: parting?.decided ?? null }
    }
    case 'branch-joined':
      return parting?.decided ? parting : null
    case 'epoch-decided':
      assert(parting !== null && parting.decided === null, 'what is decided once waits for the next start')
      return { ...parting, decided: { epoch: event.epoch, by: event.by } }
  }
}

/** What gives a number that another machine may give too. A sale that is open is ended; everything else waits. */
const NUMBERED: readonly TillEvent['is'][] = [
  ...(['sale-recalled', 'parked-taken', 'sale-voided', 'sale-refunded', 'hold-asked', 'hold-released'] as const),
]

export const waitsForManager = ({ parting, sale }: Till, { is }: TillEvent): boolean =>
  parting !== null && (NUMBERED.includes(is) || (is === 'goods-added' && sale.lines.length === 0))
