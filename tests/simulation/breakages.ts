import type { Disk, DiskFile } from '#drivers/disk/port'
import type { PaymentPort } from '#drivers/payment/port'

/** Ways to break the station on purpose: each must be caught, or the simulation proves nothing. */
export const DISKS = {
  'no-sync': (disk: Disk): Disk => withoutSync(disk, () => true),
  'no-journal-sync': (disk: Disk): Disk => withoutSync(disk, (path) => path.endsWith('.jsonl')),
  'no-folder-sync': (disk: Disk): Disk => ({ ...disk, syncFolder: () => Promise.resolve() }),
  'lost-write': (disk: Disk): Disk => ({
    ...disk,
    open: async (path, mode) => forgetful(await disk.open(path, mode), path),
  }),
} as const satisfies Record<string, (disk: Disk) => Disk>

/** Lines to an acquirer that tell the till something else than it may rely on. */
export const LINES = {
  /** An order that nobody answered is said to be declined. */
  'silence-is-no': ({ send }: PaymentPort) => ({
    send: async (...order: Parameters<typeof send>) => {
      const answer = await send(...order)
      return answer.is === 'silence' ? ({ is: 'declined', why: 'silence' } as const) : answer
    },
  }),
  /** What is to be undone is said to be, and is not. */
  'not-undone': () => ({ reverse: () => Promise.resolve({ is: 'reversal-confirmed' } as const) }),
  /** Money that is to go back is said to have gone, and has not. */
  'not-given-back': ({ send }: PaymentPort) => ({
    send: (...[order, noMore]: Parameters<typeof send>) =>
      order.of === null
        ? send(order, noMore)
        : Promise.resolve({ is: 'approved', approval: 'A', amount: order.amount } as const),
  }),
  /** Each order is carried out under another key as well. */
  'sent-again': ({ send }: PaymentPort) => ({
    send: (...[order, noMore]: Parameters<typeof send>) => {
      void send({ ...order, attempt: `${order.attempt}-again` }, noMore)
      return send(order, noMore)
    },
  }),
} as const satisfies Record<string, (port: PaymentPort) => Partial<PaymentPort>>

export type Breakage = keyof typeof DISKS | keyof typeof LINES
export const BREAKAGES = [...Object.keys(DISKS), ...Object.keys(LINES)] as readonly Breakage[] // their own keys
export const isOfDisk = (breakage: Breakage | null): breakage is keyof typeof DISKS =>
  breakage !== null && breakage in DISKS

const withoutSync = (disk: Disk, concerns: (path: string) => boolean): Disk => ({
  ...disk,
  open: async (path, mode) => {
    const file = await disk.open(path, mode)
    return concerns(path) ? { ...file, sync: () => Promise.resolve() } : file
  },
})

/** Every so many writes to a journal file one is acknowledged and thrown away. */
const FORGETS_EVERY = 7
function forgetful(file: DiskFile, path: string): DiskFile {
  let writes = 0
  const write = (bytes: Uint8Array, position: number) =>
    path.endsWith('.jsonl') && ++writes % FORGETS_EVERY === 0 ? Promise.resolve() : file.write(bytes, position)
  return { ...file, write }
}
