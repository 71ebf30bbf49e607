/** The keys of a reader, and a person at them. */
export interface Keys {
  /** Digits and the key that confirms, or the one that cancels; kept while nobody waits for them. */
  readonly press: (keys: string) => void
  /** What is pressed next; null where nothing is, until `late` settles. */
  readonly pressed: (late: Promise<unknown>) => Promise<string | null>
}
export const CANCEL = 'cancel'

export function makeKeys(): Keys {
  let kept: string | null = null
  let wake: () => void = () => undefined
  return {
    press: (keys) => {
      kept = keys
      wake()
    },
    pressed: async (late) => {
      if (kept === null) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve
        })
        await Promise.race([woken, late])
      }
      const keys = kept
      kept = null
      return keys
    },
  }
}

/** What a host asks of the keys (CCID 1.1, table 6.1-11): EMV's format and no other. */
export interface Verification {
  readonly seconds: number
  readonly min: number
  readonly max: number
  /** NAD, PCB and length, where the reader has to make a block of it. */
  readonly prologue: Uint8Array
  readonly command: Uint8Array
}

/** Bytes of the message before its data. */
const HEADER = 10
/** At these places of the data stand these bytes: the operation, the format, the block, its length, what confirms. */
const FIXED = [
  [0, 0x00],
  [2, 0x89],
  [3, 0x47],
  [4, 0x04],
  [7, 0x02],
] as const
const COMMAND_FROM = 15
const COMMAND = '002000800820ffffffffffffff'

/** Or the place of the byte that is wrong, as bError tells it. */
export function verificationOf(data: Uint8Array): Verification | number {
  const wrong = FIXED.find(([at, byte]) => data[at] !== byte)
  if (wrong) return HEADER + wrong[0]
  const [, seconds = 0, , , , max = 0, min = 0] = data
  if (min < 4 || max > 12 || min > max) return HEADER + 5
  const command = data.slice(COMMAND_FROM)
  if (Buffer.from(command).toString('hex') !== COMMAND) return HEADER + COMMAND_FROM
  return { seconds, min, max, prologue: data.slice(COMMAND_FROM - 3, COMMAND_FROM), command }
}

/** The command with the digits in it. */
export function withPin({ command }: Verification, pin: string): Uint8Array {
  const block = Buffer.from(`2${pin.length.toString(16)}${pin}`.padEnd(16, 'f'), 'hex')
  return Uint8Array.of(...command.subarray(0, 5), ...block)
}
