import { DiskFault } from '#drivers/disk/port'
import type { HubLine } from '#drivers/hub/port'
import { bodyIn, PART_BYTES_MAX, type ListFields } from './bodies.ts'
import { unpackList } from './lists.ts'
import { not, partName, sha256, type Refusal } from './posting.ts'
import type { Shelf } from './shelf.ts'

export interface FetchingParts {
  readonly line: Pick<HubLine, 'posting'>
  readonly shelf: Shelf
  readonly shop: string
}

/** Brings what a catalogue names onto the shelf: null when all of it is there. `silence`: to be tried again. */
export async function fetchLists(parts: FetchingParts, body: unknown): Promise<Refusal | 'silence' | null> {
  const read = bodyIn('catalogue', body)
  if (typeof read === 'string') return not('posting-unsound', read)
  for (const list of read.lists) {
    const amiss = await fetchOne(parts, list)
    if (amiss !== null) return amiss
  }
  return null
}

async function fetchOne(parts: FetchingParts, list: ListFields): Promise<Refusal | 'silence' | null> {
  const { shelf } = parts
  const { is, digest, rows, bytes } = list
  try {
    if (await shelf.has(digest)) return null
    const packed = await packedOf(parts, list)
    if (!Buffer.isBuffer(packed)) return packed
    const unpacked = await unpackList(packed, list)
    if (typeof unpacked === 'string') return not('posting-unsound', unpacked)
    await shelf.put({ is, digest, rows, bytes }, packed)
    return null
  } catch (cause) {
    if (!(cause instanceof DiskFault)) throw cause
    return 'silence'
  }
}

async function packedOf({ line, shop }: FetchingParts, list: ListFields): Promise<Buffer | Refusal | 'silence'> {
  const parts: Uint8Array[] = []
  for (const part of list.parts) {
    const heard = await line.posting(partName(shop, part))
    if (heard.is === 'silence') return 'silence'
    if (heard.value === null) return not('part-missing', part)
    const { payload } = heard.value
    if (payload.length > PART_BYTES_MAX || sha256(payload) !== part) return not('part-forged', part)
    parts.push(payload)
  }
  const packed = Buffer.concat(parts)
  return sha256(packed) === list.digest ? packed : not('part-forged', list.digest)
}
