import { makeVirtualClock } from '#drivers/clock/virtual'
import { SerialPortMock } from 'serialport'
import { beforeEach, describe, expect, it } from 'vitest'
import { makeEnding, type Ending } from './ending.ts'
import { lineOn } from './serial.ts'

/** What the package's types lead to in vain. */
const MOCKS = SerialPortMock.binding as unknown as { reset: () => void; createPort: (path: string) => void }
/** As of a line that was pulled out. */
const failing = (port: SerialPortMock) => {
  const { port: binding } = port as unknown as { port: { write: () => Promise<void> } }
  binding.write = () => Promise.reject(new Error('pulled out'))
}

/** On the package's own port without a kernel. */
describe('a write on a serial line', () => {
  const PATH = '/dev/none'
  const clock = makeVirtualClock(0)
  let limits: number
  let port: SerialPortMock
  let ending: Ending
  let line: ReturnType<typeof lineOn>

  beforeEach(async () => {
    limits = 0
    MOCKS.reset()
    MOCKS.createPort(PATH)
    port = new SerialPortMock({ path: PATH, baudRate: 9_600, autoOpen: false })
    await new Promise<void>((resolve) => port.open(() => resolve()))
    ending = makeEnding()
    const wait = async (ms: number, stop?: AbortSignal): Promise<void> => {
      limits++
      return clock.wait(ms, stop).finally(() => limits--)
    }
    const letGo = () => new Promise<void>((resolve) => port.close(() => resolve()))
    line = lineOn({ port, ending, letGo, wait })
  })
  const settle = () => clock.advance(0)

  it.each([
    ['that goes out', (): void => undefined, 'all'],
    ['on a line that has ended', (): void => ending.end(), 'none'],
    ['that fails', (): void => failing(port), 'some'],
  ] as const)('%s leaves no limit running', async (_name, before, sent) => {
    before()
    expect(await line.write(Uint8Array.of(1, 2, 3), 60_000)).toBe(sent)
    await settle()
    expect(limits).toBe(0)
  })
})
