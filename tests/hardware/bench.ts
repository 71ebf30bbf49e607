import { setTimeout as sleep } from 'node:timers/promises'
import type { Gadget } from '../../drivers/gadget/port.ts'
import { bootMachine, OUTSIDE, type Machine } from './machine.ts'
import { openRemotePipes, type RemotePipes } from './remote-pipes.ts'
import type { Meddle } from './usbip/control.ts'
import { deviceIdOf } from './usbip/protocol.ts'
import { serveGadgets } from './usbip/server.ts'

/** A machine with a real kernel, and gadgets that are plugged into it. */
export interface Bench {
  readonly machine: Machine
  /** Plugs a gadget in; resolves when the kernel has given it its address. */
  readonly plug: (gadget: Gadget, meddle?: Meddle) => Promise<Plugged>
  /** The real pipes there, of a program of their own. */
  readonly pipes: (user?: 'cashier') => Promise<RemotePipes>
  /** Runs a line of shell there; throws where it fails. */
  readonly shell: (line: string) => Promise<string>
  /** What gadgets and kernel did against the protocol. */
  readonly faults: readonly string[]
  readonly close: () => Promise<void>
}

export interface Plugged {
  /** The kernel's name of where it is, such as `3-1`. */
  readonly place: string
  /** Pulls it out; resolves when the kernel has noticed. */
  readonly unplug: () => Promise<void>
}

/** What is not seen by then never will be, ms. */
const SEEN_MS = 30_000
const LOOK_MS = 30

export async function openBench(folder: string): Promise<Bench> {
  const server = await serveGadgets()
  const machine = await bootMachine(folder).catch(async (cause: unknown) => {
    await server.close()
    throw cause
  })
  const shell = async (line: string) => {
    const { code, output, errors } = await machine.run(['/bin/sh', '-c', line])
    if (code !== 0) throw new Error(`${line}: ${code ?? 'ended'} ${output} ${errors}`)
    return output
  }
  const placeOf = async (number: number) => usedPlace(await shell(`cat ${STATUS_FILES}`), deviceIdOf({ number }))
  return {
    ...{ machine, shell, faults: server.faults },
    pipes: (user) => openRemotePipes(machine, user),
    plug: async (gadget, meddle) => {
      const { busId, number, unplug } = server.add(gadget, meddle)
      await shell(`usbip --tcp-port ${server.port} attach -r ${OUTSIDE} -b ${busId}`)
      const place = await until(() => placeOf(number), `${busId} is not attached`)
      return {
        place,
        unplug: async () => {
          unplug()
          const isGone = async () =>
            (await placeOf(number)) === null &&
            (await shell(`ls ${DEVICES}`)).split('\n').every((each) => each !== place)
          await until(async () => (await isGone()) || null, `${busId} is still attached`)
        },
      }
    },
    close: async () => {
      await machine.stop()
      await server.close()
    },
  }
}

const STATUS_FILES = '/sys/devices/platform/vhci_hcd.0/status*'
const DEVICES = '/sys/bus/usb/devices'
/** `VDEV_ST_USED` of Linux's vhci-hcd. */
const USED = '006'
const HEX = 16

/** Rows of hub, port, state, speed, device, socket, place. */
function usedPlace(rows: string, deviceId: number): string | null {
  for (const row of rows.split('\n')) {
    const [, , state, , device = '', , place] = row.trim().split(/\s+/)
    if (state === USED && parseInt(device, HEX) === deviceId) return place ?? null
  }
  return null
}

/** Looks until there is something to see; throws where there never is. */
export async function until<Value>(
  look: () => Promise<Value | null> | Value | null,
  otherwise: string,
  limitMs = SEEN_MS,
) {
  const end = performance.now() + limitMs
  for (;;) {
    const seen = await look()
    if (seen !== null) return seen
    if (performance.now() > end) throw new Error(otherwise)
    await sleep(LOOK_MS)
  }
}
