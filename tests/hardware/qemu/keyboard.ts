import { setTimeout as sleep } from 'node:timers/promises'
import type { Hands } from '../case.ts'

/** QEMU's keyboard, which is plugged in from the start; it types as a scanner does that is set to be one. */
export const QEMU_KEYBOARD = { vendor: 0x0627, product: 1 }
/** It keeps no more than a few keys that the machine has not asked for yet, ms. */
const KEY_MS = 8

/** Types these digits and Enter: down and up, one key after the other. */
export async function typeOn({ machine }: Pick<Hands, 'machine'>, digits: string, restMs = KEY_MS): Promise<void> {
  for (const data of [...Array.from(digits), 'ret']) {
    for (const down of [true, false]) {
      const key = { type: 'key', data: { down, key: { type: 'qcode', data } } }
      await machine.monitor.ask('input-send-event', { events: [key] })
      await sleep(restMs)
    }
  }
}

/** A key that went down, as the kernel of the machine tells any program with a window. */
export interface HeardKey {
  readonly key: string
  /** By the kernel's clock, ms. */
  readonly atMs: number
}

const OPEN = 'open'
/** `struct input_event` of 64-bit Linux: seconds, microseconds, type, code, value. */
const EVENT_BYTES = 24
const [KEY, DOWN] = [1, 1]
/** In the order of a keyboard, and of its codes: `KEY_1` is 2, `KEY_0` is 11. */
export const DIGITS = '1234567890'
const [FIRST_DIGIT, ENTER] = [2, 28]

/** Listens at the kernel's event file of that keyboard; gives what stops it. */
export async function hearKeys(hands: Hands, onKey: (key: HeardKey) => void): Promise<() => Promise<void>> {
  const found = await hands.shell(
    'for e in /sys/class/input/event*; do grep -q "USB Keyboard" $e/device/name && basename $e; done; true',
  )
  const file = `/dev/input/${found.trim().split('\n')[0] ?? ''}`
  // What is typed before the file is open, nobody keeps.
  const running = await hands.machine.start(['/bin/sh', '-c', `exec 3<${file}; printf ${OPEN}; exec cat <&3`])
  let came = Buffer.alloc(0)
  const open = Promise.withResolvers<null>()
  let isOpen = false
  running.onOutput((bytes) => {
    came = Buffer.concat([came, bytes])
    if (!isOpen && came.length >= OPEN.length) {
      isOpen = true
      came = came.subarray(OPEN.length)
      open.resolve(null)
    }
    if (!isOpen) return
    for (; came.length >= EVENT_BYTES; came = came.subarray(EVENT_BYTES)) {
      const [type, code, value] = [came.readUInt16LE(16), came.readUInt16LE(18), came.readInt32LE(20)]
      const key = code === ENTER ? 'Enter' : DIGITS[code - FIRST_DIGIT]
      const atMs = Number(came.readBigUInt64LE(0)) * 1000 + Number(came.readBigUInt64LE(8)) / 1000
      if (type === KEY && value === DOWN && key !== undefined) onKey({ key, atMs })
    }
  })
  void running.ended.then(({ errors }) => open.reject(new Error(`the keyboard is not heard: ${errors}`)))
  await open.promise
  return async () => {
    running.kill()
    await running.ended
  }
}
