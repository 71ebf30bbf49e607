import type { Found } from '../../../drivers/pipe/port.ts'
import { until } from '../bench.ts'
import type { Hands } from '../case.ts'

/** A device that QEMU itself makes, by another hand than ours: its driver there, and how it is known on the bus. */
export interface QemuDevice {
  readonly driver: string
  readonly vendor: number
  readonly product: number
  readonly options?: Readonly<Record<string, unknown>>
}

export const QEMU_READER: QemuDevice = { driver: 'usb-ccid', vendor: 0x08e6, product: 0x4433 }

/** A converter of FTDI's, for which the kernel has a driver. */
export const QEMU_SERIAL: QemuDevice = { driver: 'usb-serial', vendor: 0x0403, product: 0x6001 }

/** What `chardev-add` takes, for a line to this port of the host. */
export const chardevAt = (id: string, port: number) => {
  const addr = { type: 'inet', data: { host: '127.0.0.1', port: String(port) } }
  return { id, backend: { type: 'socket', data: { addr, server: false } } }
}

export interface PluggedIntoQemu {
  readonly found: Found
  readonly unplug: () => Promise<void>
}

/** Plugs it into the machine; resolves when its kernel shows it. `id`: its name in QEMU. */
export async function plugQemu(hands: Hands, id: string, device: QemuDevice): Promise<PluggedIntoQemu> {
  const { machine, real } = hands
  const { driver, vendor, product, options = {} } = device
  const isIt = (each: Found) => each.vendor === vendor && each.product === product
  const look = async () => (await real.usb.list()).find(isIt) ?? null
  await machine.monitor.ask('device_add', { driver, id, bus: 'xhci.0', ...options })
  const unplug = async () => {
    await machine.monitor.ask('device_del', { id })
    await until(async () => (await look()) === null || null, `QEMU’s ${driver} is still there`)
  }
  return { found: await until(look, `QEMU’s ${driver} is not seen`), unplug }
}
