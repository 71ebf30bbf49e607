import type { Cdp } from './cdp.ts'
import { openPostbox } from './postbox.ts'
import type { Events } from './protocol.ts'
import { expect, test } from 'vitest'

const ORIGIN = 'https://station.localhost'
const PAGE = `${ORIGIN}/index.html#cashier`
const names = { worldName: 'w', handover: 'h', post: 'post', receive: 'receive' }

/** A postbox whose page is played by the test. */
function open() {
  const received: string[] = []
  const sent: string[] = []
  const cdp: Pick<Cdp, 'send'> = {
    send: (_method, params) => {
      sent.push(JSON.stringify(params))
      return Promise.reject(new Error('nobody'))
    },
  }
  // The postbox only sends.
  const box = openPostbox(cdp as Cdp, { sessionId: 's', targetId: 'top' }, names, {
    origin: ORIGIN,
    received: (channel) => {
      received.push(channel)
      return Promise.resolve('answer')
    },
  })
  const create = (change: Partial<Events['Runtime.executionContextCreated']['context']> = {}) =>
    box.handlers['Runtime.executionContextCreated']?.({
      context: { id: 7, uniqueId: 'u7', origin: ORIGIN, name: 'w', auxData: { frameId: 'top' }, ...change },
    })
  const call = (executionContextId = 7, name = 'post') =>
    box.handlers['Runtime.bindingCalled']?.({
      ...{ name, executionContextId },
      payload: JSON.stringify({ is: 'invoke', id: 1, channel: 'call', given: [] }),
    })
  return { box, create, call, received, sent }
}

test('our page is heard, and answered in the world that asked', async () => {
  const { box, create, call, received, sent } = open()
  box.documentIs(PAGE)
  create()
  call()
  await new Promise(setImmediate)
  expect(received).toEqual(['call'])
  expect(sent[0]).toContain('u7')
})

test.each([
  ['another world of the page', { name: '' }],
  ['a frame in it', { auxData: { frameId: 'frame' } }],
  ['another origin', { origin: 'https://evil.example' }],
])('%s is not heard', (_, change) => {
  const { box, create, call, received } = open()
  box.documentIs(PAGE)
  create(change)
  call()
  expect(received).toEqual([])
})

test('a document that is not our page is not heard, though its world is', () => {
  const { box, create, call, received } = open()
  create()
  for (const url of [
    'about:blank',
    `${ORIGIN}/page.js`,
    `blob:${ORIGIN}/1`,
    'https://station.localhost@evil.example/index.html',
  ]) {
    box.documentIs(url)
    call()
  }
  expect(received).toEqual([])
})

test('neither another binding nor a world that is gone is heard', () => {
  const { box, create, call, received } = open()
  box.documentIs(PAGE)
  create()
  call(7, 'other')
  call(8)
  box.handlers['Runtime.executionContextsCleared']?.({})
  call()
  expect(received).toEqual([])
})

test('views nobody reads do not pile up', async () => {
  const { box, create, sent } = open()
  box.documentIs(PAGE)
  create()
  for (let i = 0; i < 100; i++) box.push('view', `view ${i}`)
  await new Promise(setImmediate)
  expect(sent).toHaveLength(2)
  expect(sent[1]).toContain('view 99')
})
