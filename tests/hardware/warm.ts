import type { Bench } from './bench.ts'
import type { RemotePipes } from './remote-pipes.ts'

/** The packages are loaded when they are first used, which is no part of any case. */
async function warm(bench: Bench): Promise<RemotePipes> {
  const real = await bench.pipes()
  for (const pipe of [real.usb, real.hid, real.serial]) await pipe.list()
  return real
}

/** At times an emulated Node ends as it begins: then it is begun once more. */
export const warmPipes = (bench: Bench): Promise<RemotePipes> => warm(bench).catch(() => warm(bench))
