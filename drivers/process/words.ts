/** What main and a process beside it say to each other. */
export type ToChild = { readonly id: number; readonly call: string; readonly input: unknown }
export type ToParent =
  | { readonly is: 'ready' }
  | { readonly is: 'answer'; readonly id: number; readonly value: unknown }
  /** Nobody there answers to that name, and nothing was done. */
  | { readonly is: 'not-done'; readonly id: number }
  /** The call threw: a bug there, not an answer. */
  | { readonly is: 'fault'; readonly id: number; readonly why: string }
  | { readonly is: 'event'; readonly name: string; readonly value: unknown }

/** Null where it is none: a process that has gone mad is not believed a word. */
export function readToParent(text: string): ToParent | null {
  const read = parsed(text)
  if (typeof read !== 'object' || read === null || !('is' in read)) return null
  if (read.is === 'ready') return { is: 'ready' }
  const value = 'value' in read ? read.value : undefined
  if (read.is === 'event')
    return 'name' in read && typeof read.name === 'string' ? { ...read, is: 'event', name: read.name, value } : null
  if (!('id' in read) || typeof read.id !== 'number') return null
  if (read.is === 'not-done') return { is: 'not-done', id: read.id }
  if (read.is === 'answer') return { is: 'answer', id: read.id, value }
  return read.is === 'fault' ? { is: 'fault', id: read.id, why: 'why' in read ? String(read.why) : '' } : null
}

export function readToChild(text: string): ToChild | null {
  const read = parsed(text)
  if (typeof read !== 'object' || read === null || !('id' in read) || !('call' in read)) return null
  const { id, call } = read
  return typeof id === 'number' && typeof call === 'string'
    ? { id, call, input: 'input' in read ? read.input : null }
    : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Refused like JSON of the wrong shape.
  }
}
