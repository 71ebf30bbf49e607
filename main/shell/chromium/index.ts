import { readAsset } from '../assets.ts'
import { readLastingConfinement } from '../confinement.ts'
import { keyFileSealing } from '#drivers/sealing/key-file'
import { ORIGIN, pageAddress } from '../page-address.ts'
import { builtPlaces, type Places } from '../places.ts'
import { placeWindow } from '../placement.ts'
import { type Shell, type ShellOptions, ShellRefusal, type Station, type WindowRole } from '../port.ts'
import { openPersistently, WindowLost } from '../reopen.ts'
import { makeFork } from '#drivers/process/fork'
import { runsAsRoot } from './arguments.ts'
import { type Engine, startEngine } from './engine.ts'
import type { Page, PageSpec } from './page.ts'
import { onEnding } from './signals.ts'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * The shell over the system's Chromium: a window table, and the port's words put into the engine's. Chromium ends
 * with its last window, which is a closed window to the station and no more: the next `open` starts it again.
 */
interface Running {
  readonly options: ShellOptions
  readonly places: Places
  readonly station: Station
  readonly preload: string
  readonly makeEngine: () => Promise<Engine>
  readonly windows: Map<WindowRole, Promise<Page>>
  /** Roles with a window on the screen, open or opening; `windows` also knows those between two tries. */
  readonly living: Set<WindowRole>
  engine: Engine | null
  /** While it is being started, so that two windows at once do not start two. */
  starting: Promise<Engine> | null
  /** Whether `stop` was called; then nothing that goes is news. */
  over: boolean
  /** Resolves when the last window's going has had its effect. */
  settled: Promise<unknown>
}

const LAST_WINDOW_LIMIT_MS = 3_000
const UNCONFINED = 'Chromium cannot confine its pages when it runs as root; use an ordinary user'

async function push({ windows }: Running, role: WindowRole, view: string): Promise<void> {
  const page = await windows.get(role)?.catch(() => undefined)
  page?.push('view', view)
}

/** Chromium ends with its last window; it is waited for, so that the next opening does not meet it half ended. */
async function leave(running: Running, role: WindowRole): Promise<void> {
  const { living, engine, options } = running
  living.delete(role)
  if (living.size > 0 || !engine || options.headless) return
  running.settled = Promise.race([engine.gone, wait(LAST_WINDOW_LIMIT_MS, undefined, { ref: false })])
  await running.settled
}

async function loseWindow(running: Running, role: WindowRole, why: 'closed' | 'crashed'): Promise<void> {
  running.windows.delete(role)
  await leave(running, role)
  if (!running.over) running.station.gone(role, why)
}

/** How the page of a role is fed and heard. The role is this window's, whatever its page may claim. */
function pageSpec(role: WindowRole, running: Running): PageSpec {
  const { station, preload, places, options } = running
  const origin = places.origin ?? ORIGIN
  return {
    url: pageAddress(role, origin),
    origin,
    preload,
    place: (screens) => placeWindow(role, screens, options),
    serve: (method, url) => readAsset(places.renderer, method, url),
    received: async (channel, given, asked) => {
      if (asked && channel === 'call' && typeof given[0] === 'string') return station.answer(role, given[0])
      if (asked || channel !== 'ready') throw new Error('not a channel of this station')
      return push(running, role, station.view(role))
    },
    gone: (why) => void loseWindow(running, role, why),
  }
}

async function startIn(running: Running, begun: Promise<Engine> | null = null): Promise<Engine> {
  const { makeEngine, living, station } = running
  const engine = await (begun ?? makeEngine())
  if (running.over) {
    await engine.stop()
    throw new Error('the shell was stopped')
  }
  running.engine = engine
  void engine.gone.then(({ why, clean }) => {
    if (running.engine !== engine) return
    running.engine = null
    if (running.over || (clean && living.size === 0)) return
    running.over = true
    station.shellGone(why)
  })
  return engine
}

async function openOnce(running: Running, role: WindowRole): Promise<Page> {
  await running.settled
  if (running.over) throw new Error('the shell was stopped')
  const engine =
    running.engine ?? (await (running.starting ??= startIn(running)).finally(() => (running.starting = null)))
  running.living.add(role)
  try {
    return await engine.open(pageSpec(role, running))
  } catch (problem) {
    await leave(running, role)
    throw problem
  }
}

async function openOrRaise(running: Running, role: WindowRole): Promise<void> {
  const { windows, station } = running
  const known = windows.get(role)
  if (known) return (await known).raise()
  const opening = openPersistently(() => openOnce(running, role))
  windows.set(role, opening)
  try {
    await opening
  } catch (problem) {
    if (windows.get(role) === opening) windows.delete(role)
    if (!(problem instanceof WindowLost) || problem.why !== 'closed') throw problem
    // A person was quicker than the page: the window was there, and is gone.
    if (!running.over) station.gone(role, 'closed')
  }
}

export function openChromium(options: ShellOptions, places: Places = builtPlaces()): Shell {
  let running: Running | null = null
  let warmed: Promise<Engine> | null = null
  const makeEngine = (): Promise<Engine> => startEngine(options, places.origin ?? ORIGIN)

  const stop = async (): Promise<void> => {
    const ending = running
    running = null
    // A program that never came up needs no end.
    const unused = await warmed?.catch(() => null)
    warmed = null
    await unused?.stop()
    if (!ending) return
    ending.over = true
    await ending.engine?.stop()
  }
  const current = (): Running | null => (running?.over === false ? running : null)
  return {
    kind: 'chromium',
    packaged: places.packaged,
    sealing: keyFileSealing(join(options.folder, 'keys')),
    stop,
    warm: () => {
      warmed ??= makeEngine()
      // What went wrong is told by `start`, which waits for it.
      warmed.catch(() => undefined)
    },
    start: async (station) => {
      if (current()) throw new Error('the shell runs already')
      const preload = await readBuild(places)
      const made: Running = {
        ...{ options, places, station, preload, makeEngine },
        ...{ windows: new Map<WindowRole, Promise<Page>>(), living: new Set<WindowRole>() },
        ...{ engine: null, starting: null, over: false, settled: Promise.resolve() },
      }
      const begun = warmed
      warmed = null
      await startIn(made, begun)
      running = made
      onEnding(() => station.ending(), stop)
    },
    open: async (role) => {
      const now = current()
      if (!now) throw new Error('the shell is not running')
      await openOrRaise(now, role)
    },
    push: (role, view) => {
      const now = current()
      if (now) void push(now, role, view)
    },
    facts: async () => {
      const engine = current()?.engine
      // A browser that ends while it is asked has none.
      const pages = async () => (await engine?.pageProcesses().catch(() => [])) ?? []
      return {
        program: `Chromium ${engine?.version ?? '(not running)'}`,
        node: process.versions.node,
        ...(await readLastingConfinement(pages, runsAsRoot() ? UNCONFINED : undefined)),
      }
    },
    service: (name, args) => makeFork(join(places.programs, `${name}.js`), args)(),
  }
}

/** The preload's text; missing parts of the build are said before a window shows nothing. */
async function readBuild(places: Places): Promise<string> {
  const needed = [places.preload, ...(places.origin === undefined ? [join(places.renderer, 'index.html')] : [])]
  const missing = needed.find((path) => !existsSync(path))
  if (missing === undefined) return readFile(places.preload, 'utf8')
  throw new ShellRefusal(
    'no-window',
    `The screens are not built (${missing}). Run "npm run build".\n界面尚未构建（${missing}）。请运行“npm run build”。`,
  )
}
