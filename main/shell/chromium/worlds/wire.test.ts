import type { PageTarget, PageWindow } from './dom.ts'
import { makePacking } from './packing.ts'
import { makeJoin } from './wire.ts'
import { expect, test } from 'vitest'

/** Two ends on one node. Node's own events behave as the page's do. */
class TextEvent extends Event {
  readonly detail: string
  constructor(type: string, { detail }: { detail: string }) {
    super(type)
    this.detail = detail
  }
}

function join(): { expose: (name: string, value: unknown) => void; got: Record<string, unknown> } {
  const makeWire = makeJoin(makePacking)
  // The parts of a page the wire touches.
  const page = { CustomEvent: TextEvent } as unknown as PageWindow
  const node = new EventTarget() as unknown as PageTarget
  const got: Record<string, unknown> = {}
  makeWire(page, node, { hear: 'to-page', speak: 'to-preload' }, (name, value) => (got[name] = value))
  const { expose } = makeWire(page, node, { hear: 'to-preload', speak: 'to-page' }, () => undefined)
  return { expose, got }
}

test('functions, promises, callbacks and what they give cross', async () => {
  const { expose, got } = join()
  const shown: unknown[] = []
  expose('api', {
    version: 3,
    ask: (name: string, input: unknown) => Promise.resolve({ name, input }),
    onView: (show: (view: string) => void) => show('a view'),
  })
  // What was exposed above.
  const api = got['api'] as {
    version: number
    ask: (name: string, input: unknown) => Promise<unknown>
    onView: (show: (view: string) => void) => void
  }
  expect(api.version).toBe(3)
  expect(Object.isFrozen(api)).toBe(true)
  expect(await api.ask('a', [1, { b: '钱' }])).toEqual({ name: 'a', input: [1, { b: '钱' }] })
  expect(await api.ask('a', undefined)).toEqual({ name: 'a', input: undefined })
  api.onView((view) => shown.push(view))
  expect(shown).toEqual(['a view'])
})

test('what is thrown or refused arrives as its message', async () => {
  const { expose, got } = join()
  expose('api', {
    fail: () => {
      throw new Error('no')
    },
    refuse: () => Promise.reject(new Error('not now')),
  })
  // What was exposed above.
  const api = got['api'] as { fail: () => void; refuse: () => Promise<void> }
  expect(api.fail).toThrow('no')
  await expect(api.refuse()).rejects.toThrow('not now')
})

test('a name that means something to JavaScript stays a name', async () => {
  const { expose, got } = join()
  expose('api', { echo: (value: unknown) => Promise.resolve(value) })
  const api = got['api'] as { echo: (value: unknown) => Promise<Record<string, unknown>> }
  const crossed = await api.echo(JSON.parse('{"__proto__": {"admin": true}}'))
  expect(crossed['admin']).toBeUndefined()
})
