/** What the ledger is to make of batches, in a few lines: branches as whole chains of hashes, nothing else. */
export interface ModelBatch {
  readonly epoch: number
  readonly first: number
  readonly prev: string
  readonly hashes: readonly string[]
}

interface ModelBranch {
  chain: readonly string[]
  /** Records of it that are another's. */
  fork: number
}

export class Model {
  readonly branches = new Map<number, ModelBranch>()
  isRevoked = false

  append({ epoch, first, prev, hashes }: ModelBatch): string {
    const last = first + hashes.length - 1
    const hashAt = (seq: number) => (seq < first ? prev : hashes[seq - first])
    const commonWith = (chain: readonly string[]): number => {
      for (let seq = last; seq >= first - 1; seq--) if (seq === 0 || chain[seq - 1] === hashAt(seq)) return seq
      return -1
    }
    const own = this.branches.get(epoch)
    let known = own ? commonWith(own.chain) : -1
    if (known === last) return 'again'
    const isLater = epoch >= Math.max(0, ...this.branches.keys())
    if (!own || own.chain.length === own.fork) {
      const all = [...this.branches.values()].map(({ chain }) => ({ chain, seq: commonWith(chain) }))
      const furthest = all.reduce((best, each) => (each.seq > best.seq ? each : best), {
        ...{ chain: [] as readonly string[], seq: first === 1 ? 0 : -1 },
      })
      known = Math.max(known, furthest.seq)
      if (known >= 0 && !isLater) return known === last ? 'again' : 'frozen'
      if (known >= (own?.chain.length ?? 0) && known >= 0 && !this.isRevoked)
        this.branches.set(epoch, { chain: furthest.chain.slice(0, known), fork: known })
    }
    const branch = this.branches.get(epoch)
    if (known < 0) {
      const reaches = own
        ? own.chain.length
        : Math.max(0, ...[...this.branches.values()].map(({ chain }) => chain.length))
      return first - 1 > reaches ? 'gap' : 'fork'
    }
    if (known === last) return 'again'
    if (branch && known < branch.chain.length) return 'fork'
    if (this.isRevoked) return 'revoked'
    if (!branch || !isLater) return 'frozen'
    branch.chain = [...branch.chain, ...hashes.slice(known - first + 1)]
    return 'stored'
  }
}
