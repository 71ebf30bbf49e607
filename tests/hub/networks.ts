import { spawnSync } from 'node:child_process'
import process, { pid } from 'node:process'
import type { Place } from './hub.ts'

/** Networks of this machine's kernel, one a server, joined by a bridge: they can be parted and joined again. */
export interface Networks {
  readonly places: readonly Place[]
  /** Nothing of what the first says gets to the others any more, nor back. */
  readonly part: (which: number, from: readonly number[]) => void
  /** Nobody gets through to it, this machine included. */
  readonly unplug: (which: number) => void
  readonly join: () => void
  readonly remove: () => void
}

function ip(...words: readonly string[]): boolean {
  return spawnSync('ip', words, { stdio: 'ignore' }).status === 0
}
function must(...words: readonly string[]): void {
  if (!ip(...words)) throw new Error(`ip ${words.join(' ')}`)
}

/** Null where this user or this kernel has none to give. */
export function makeNetworks(count: number): Networks | null {
  const tag = `h${pid % 100_000}`
  const net = `10.213.${pid % 250}`
  const bridge = `${tag}b`
  const all = Array.from({ length: count }, (_, nth) => ({
    ...{ name: `${tag}n${nth}`, host: `${net}.${nth + 11}`, outside: `${tag}o${nth}`, inside: `${tag}i${nth}` },
  }))
  const remove = () => {
    for (const { name, outside } of all) {
      ip('link', 'del', outside)
      ip('netns', 'del', name)
    }
    ip('link', 'del', bridge)
  }
  if (!ip('netns', 'add', all[0]?.name ?? '') || !ip('link', 'add', bridge, 'type', 'bridge')) {
    remove()
    return null
  }
  // Whatever ends this program, its networks go with it.
  process.once('exit', remove)
  must('addr', 'add', `${net}.1/24`, 'dev', bridge)
  must('link', 'set', bridge, 'up')
  for (const [nth, { name, host, outside, inside }] of all.entries()) {
    if (nth > 0) must('netns', 'add', name)
    must('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside)
    must('link', 'set', inside, 'netns', name)
    must('link', 'set', outside, 'master', bridge, 'up')
    must('-n', name, 'addr', 'add', `${host}/24`, 'dev', inside)
    for (const each of ['lo', inside]) must('-n', name, 'link', 'set', each, 'up')
  }
  const parted: (() => void)[] = []
  return {
    places: all.map(({ name, host }) => ({ host, by: ['ip', 'netns', 'exec', name] })),
    part: (which, from) => {
      for (const other of from) {
        const [one, two] = [all[which], all[other]]
        if (!one || !two) continue
        for (const [here, there] of [[one, two] as const, [two, one] as const]) {
          must('-n', here.name, 'route', 'add', 'blackhole', there.host)
          parted.push(() => must('-n', here.name, 'route', 'del', 'blackhole', there.host))
        }
      }
    },
    unplug: (which) => {
      const outside = all[which]?.outside ?? ''
      must('link', 'set', outside, 'down')
      parted.push(() => must('link', 'set', outside, 'up'))
    },
    join: () => {
      for (const again of parted.splice(0)) again()
    },
    remove,
  }
}
