import type { Handlers } from '#contract'
import type { DeviceRole } from '#domain/devices'
import { done, refused } from '#domain/result'
import type { Printer } from '#drivers/printer/port'
import type { Called } from '#drivers/process/calls'
import type { Log } from '#drivers/log/port'
import { TriedHeard } from './heard.ts'
import type { Did, Known } from './known.ts'
import type { Program } from './program.ts'
import type { TerminalWatched } from './terminal.ts'
import { testSlip } from './test-slip.ts'

export interface TryingParts {
  readonly known: Known
  readonly program: Program
  readonly isAssigned: (role: DeviceRole) => boolean
  readonly printer: Printer
  readonly log: Log
  readonly shop: () => { readonly name: string; readonly station: string }
  readonly newId: () => string
  readonly terminal: TerminalWatched
}

type What = Parameters<Handlers['devices']['try']>[0]['what']

/** A person types a PIN, or puts a card in: the device's own limit comes first. */
const TRY_MS = 90_000

/** Makes a device do what it is for. One try at a time of each. */
export function makeTrying({
  known,
  program,
  isAssigned,
  printer,
  log,
  shop,
  newId,
  terminal,
}: TryingParts): Handlers['devices']['try'] {
  const trying = new Set<What>()

  const isPrinters = (what: What): what is 'printer' | 'drawer' =>
    what === 'printer' || (what === 'drawer' && !isAssigned('drawer'))

  async function byPrinter(what: 'printer' | 'drawer'): Promise<void> {
    const { name, station } = shop()
    const job = { id: newId(), commands: testSlip(name, station, printer.columns) }
    const outcome = what === 'printer' ? await printer.print(job) : await printer.openDrawer()
    known.tell('printer', { what: `${what}-${outcome}`, text: '' })
  }

  /** Null where it can not be tried now. */
  function begun(what: What): Promise<void> | null {
    if (what === 'terminal') return terminal.ask?.() ?? null
    if (isPrinters(what)) return byPrinter(what)
    return isAssigned(what) && known.state(what) === 'ready' ? elsewhere(what) : null
  }

  async function elsewhere(role: DeviceRole & What): Promise<void> {
    const called = await (program.running()?.call(`${role}.try`, null, TRY_MS) ?? notThere())
    known.tell(role, triedBy(called))
  }

  return async ({ what }) => {
    if (trying.has(what)) return refused('device-busy')
    const ended = begun(what)
    if (!ended) return refused('device-not-ready')
    trying.add(what)
    // Nobody waits for it: what came of it the view says.
    ended.catch((cause: unknown) => log.fault('a device could not be tried', cause)).finally(() => trying.delete(what))
    return Promise.resolve(done({}))
  }
}

const notThere = (): Promise<Called> => Promise.resolve({ is: 'not-sent' })

function triedBy(called: Called): Pick<Did, 'what' | 'text'> {
  const read = called.is === 'answer' ? TriedHeard.safeParse(called.value) : null
  return read?.success ? read.data : { what: 'try-failed', text: '' }
}
