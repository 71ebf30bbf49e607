import { guard } from './guard.ts'
import { isolatedWorld, type IsolatedNames } from './isolated-world.ts'
import { mainWorld } from './main-world.ts'
import { makePacking } from './packing.ts'
import { makeJoin } from './wire.ts'

/**
 * The scripts of the two worlds as text. They are ordinary checked functions of this program, so the same code
 * serves whether it was bundled or is run as it stands.
 */
export interface WorldSources {
  readonly main: string
  readonly isolated: string
}

export function writeWorlds(names: IsolatedNames, preload: string): WorldSources {
  const handover = JSON.stringify(names.handover)
  // The preload is set in as code, not handed to eval: the page's policy forbids eval, and rightly.
  const join = `(${String(makeJoin)})(${String(makePacking)})`
  const run = `(require, module, exports) => {${preload}\n}`
  return {
    main: `(${String(mainWorld)})(window, ${handover}, ${join})`,
    isolated:
      `(${String(guard)})(window);` + `(${String(isolatedWorld)})(window, ${JSON.stringify(names)}, ${join}, ${run})`,
  }
}
