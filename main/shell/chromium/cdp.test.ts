import { CdpRefusal, openCdp } from './cdp.ts'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'

function pipe() {
  const input = new PassThrough()
  const output = new PassThrough()
  const sent = () => String(input.read() ?? '')
  return { input, output, sent, cdp: openCdp(input, output) }
}

test('a message may arrive in any pieces, even within one character', async () => {
  const { output, cdp } = pipe()
  const answer = cdp.send('Browser.getVersion', {})
  const bytes = Buffer.from('{"id":1,"result":{"product":"钱"}}\0')
  for (const byte of bytes) output.write(Buffer.of(byte))
  expect(await answer).toEqual({ product: '钱' })
})

test('several messages in one piece are all read, in order', async () => {
  const { output, cdp } = pipe()
  const seen: string[] = []
  cdp.handle('s', { 'Page.domContentEventFired': () => seen.push('ours') })
  cdp.watch((event) => seen.push(event.sessionId ?? 'browser'))
  output.write('{"method":"Page.domContentEventFired"}\0{"method":"Page.domContentEventFired","sessionId":"s"}\0')
  await new Promise(setImmediate)
  expect(seen).toEqual(['browser', 's', 'ours'])
})

test('every waiting command is refused when the browser goes', async () => {
  const { output, cdp } = pipe()
  const answer = cdp.send('Browser.getVersion', {})
  output.destroy()
  await expect(answer).rejects.toThrow(CdpRefusal)
  await cdp.ended
  await expect(cdp.send('Browser.getVersion', {})).rejects.toThrow('gone')
})

test("the browser's refusal names the command", async () => {
  const { output, cdp, sent } = pipe()
  const answer = cdp.send('Page.navigate', { url: 'x' }, 's')
  expect(sent()).toBe('{"method":"Page.navigate","params":{"url":"x"},"sessionId":"s","id":1}\0')
  output.write('{"id":1,"error":{"message":"no"}}\0')
  await expect(answer).rejects.toThrow('Page.navigate: no')
})

test('what a page was asked before it went is refused, and only that', async () => {
  const { output, cdp } = pipe()
  const ours = cdp.send('Page.navigate', { url: 'x' }, 'gone')
  const others = cdp.send('Page.enable', {}, 'there')
  cdp.forget('gone')
  await expect(ours).rejects.toThrow('the page is gone')
  output.write('{"id":2,"result":{},"sessionId":"there"}\0')
  expect(await others).toEqual({})
})
