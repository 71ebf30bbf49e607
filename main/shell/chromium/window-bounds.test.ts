import { openCdp } from './cdp.ts'
import type { Message } from './protocol.ts'
import { placeTarget } from './window-bounds.ts'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'

const PLACE = { x: 0, y: 0, width: 1024, height: 768, full: false }
const SWAPPED = 'Inspected target navigated or closed'

/** The browser's end of the pipe: `answer` gives the result, or the text of a refusal. */
function browser(answer: (method: string) => object | string) {
  const input = new PassThrough()
  const output = new PassThrough()
  const asked: string[] = []
  input.on('data', (chunk: Buffer) => {
    for (const text of chunk.toString('utf8').split('\0').filter(Boolean)) {
      // Written by the pipe's other end.
      const { id, method = '' } = JSON.parse(text) as Message
      asked.push(method)
      const given = answer(method)
      const said = typeof given === 'string' ? { error: { message: given } } : { result: given }
      output.write(`${JSON.stringify({ id, ...said })}\0`)
    }
  })
  return { cdp: openCdp(input, output), asked }
}
const target = { sessionId: 's', targetId: 't' }

test('a document that is swapped while its size is read is asked again', async () => {
  const sizes = [SWAPPED, { result: { value: '1024,700' } }, SWAPPED, { result: { value: '1024,768' } }]
  const { cdp, asked } = browser((method) =>
    method === 'Runtime.evaluate' ? (sizes.shift() ?? SWAPPED) : { windowId: 1, bounds: { width: 1024, height: 800 } },
  )
  await placeTarget(cdp, target, PLACE)
  expect(asked.filter((method) => method === 'Runtime.evaluate')).toHaveLength(4)
  expect(sizes).toEqual([])
})

test('a window that is gone is not waited for', async () => {
  let found = 0
  const { cdp } = browser((method) => {
    if (method === 'Runtime.evaluate') return SWAPPED
    if (method === 'Browser.getWindowForTarget' && found++ > 0) return 'No web contents for the given target id'
    return { windowId: 1, bounds: {} }
  })
  await expect(placeTarget(cdp, target, PLACE)).rejects.toThrow('No web contents')
})
