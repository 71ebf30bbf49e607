/** Keeps passwords as hashes that say nothing of them, and cost whoever guesses. */
export interface Hashing {
  /** The hash as text, with its salt and cost in it (PHC string format). */
  readonly hash: (secret: string) => Promise<string>
  readonly verify: (stored: string, secret: string) => Promise<boolean>
  /** Whether it was made at another cost than new ones are. */
  readonly isStale: (stored: string) => boolean
}

/** 32 bytes from a secret: the same ones from the same salt at the same cost, and nothing to be learnt from them. */
export type DeriveKey = (secret: string, salt: Uint8Array, cost: HashingCost) => Promise<Uint8Array>

/** What one guess costs. Data, so that it can be raised over the years and be small in a simulation. */
export interface HashingCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/** RFC 9106, section 4, second recommended option: 64 MiB, three passes, four lanes. */
export const COUNTER_COST: HashingCost = { memoryKiB: 65_536, passes: 3, lanes: 4 }
/** The smallest cost argon2id knows: for simulated stations, which keep no real secret. */
export const SIMULATION_COST: HashingCost = { memoryKiB: 8, passes: 1, lanes: 1 }
