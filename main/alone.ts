/** One thing at a time: what is asked for while another is under way is not begun. */
export interface Alone {
  /** Null where something is under way already. */
  readonly take: <Value>(work: () => Promise<Value>) => Promise<Value | null>
  readonly isBusy: () => boolean
  /** Resolves when what is under way has ended, well or badly. */
  readonly idle: () => Promise<void>
}

/** `onChange`: something is under way, or not any more. */
export function makeAlone(onChange: () => void = () => undefined): Alone {
  let busy: Promise<unknown> | null = null
  return {
    take: async (work) => {
      if (busy) return null
      try {
        const mine = work()
        busy = mine
        onChange()
        return await mine
      } finally {
        busy = null
        onChange()
      }
    },
    isBusy: () => busy !== null,
    idle: async () => {
      await busy?.catch(() => undefined)
    },
  }
}
