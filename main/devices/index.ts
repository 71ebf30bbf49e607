import { makeRealClock } from '#drivers/clock/real'
import { runDeviceHost } from '#drivers/devices/host'
import { bothPipes } from '#drivers/pipe/both'
import { makeRealPipes } from '#drivers/pipe/real'
import { parentOfThis } from '#drivers/process/parent'

/**
 * The program that drives the devices: a crash of a driver takes down a device, and never the till. With `--practice`
 * virtual devices are plugged in beside the real ones.
 */
const clock = makeRealClock()
const real = makeRealPipes(clock)
if (process.argv.includes('--practice')) {
  const { makeShelf } = await import('#drivers/gadget/shelf')
  const shelf = makeShelf(clock)
  runDeviceHost(parentOfThis(), { pipes: bothPipes(real, shelf.pipes), clock, practice: shelf })
} else runDeviceHost(parentOfThis(), { pipes: real, clock, practice: null })
