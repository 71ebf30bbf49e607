import { expect, it } from 'vitest'
import { at } from '../../tests/sources.ts'
import { makeFork } from './fork.ts'

it('a forked process goes on while eight of its threads are held', async () => {
  const child = makeFork(at('tests/world/threads-child.ts'))()
  const first = await new Promise<string>((resolve) => child.onText(resolve))
  child.kill()
  expect(first).toBe('quick')
})
