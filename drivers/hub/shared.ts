import type { Hub } from './port.ts'

/** One connection for all of a station that use the hub: whoever closes it closes it for all, and they connect anew. */
export function sharedHub(hub: Hub): Hub {
  let current: ReturnType<Hub['connect']> | null = null
  const dialled: Hub['connect'] = async (noMore) => {
    const line = await hub.connect(noMore)
    if (line.is === 'line') void line.over.then(forgotten)
    else forgotten()
    return line
  }
  const forgotten = () => (current = null)
  return { connect: (noMore) => (current ??= dialled(noMore)) }
}
