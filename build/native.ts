import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Packages that hold a machine's own code, by the name the machine has in theirs. npm installs those of the machine it
 * runs on, so that a package built for another one would hold the wrong ones: it is stopped instead.
 */
const NATIVE = [
  { scope: '@node-usb', name: (machine: string) => `usb-${machine}` },
  { scope: '@node-rs', name: (machine: string) => `argon2-${machine}` },
] as const

/** What of native code is missing from an unpacked application, or is another machine's; sentences for the builder. */
export function nativeFaults(modules: string, platform: string, arch: string): string[] {
  const machine =
    platform === 'win32' ? `win32-${arch}-msvc` : platform === 'linux' ? `linux-${arch}-gnu` : `darwin-${arch}`
  return NATIVE.flatMap(({ scope, name }) => {
    const wanted = name(machine)
    const prefix = wanted.slice(0, wanted.indexOf('-') + 1)
    const there = packagesIn(join(modules, scope)).filter((each) => each.startsWith(prefix))
    const missing = there.includes(wanted) ? [] : [`${scope}/${wanted} is missing`]
    return [
      ...missing,
      ...there.filter((each) => each !== wanted).map((each) => `${scope}/${each} is another machine’s`),
    ]
  })
}

function packagesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // No such scope: whatever is wanted of it is missing.
  }
}
