import { claimFolder } from '#drivers/lock/real'
import { sentenceOf, type StationRefusal } from '../sentences.ts'
import { openStation, type RunningStation } from '../station.ts'
import { ATTACH_REFUSED, readOptions, type StartOptions } from './options.ts'
import { partsFor } from './parts.ts'
import { ShellRefusal, type Shell, type ShellOptions, type Station, type WindowRole } from './port.ts'
import { mayReopen } from './reopen.ts'
import { join } from 'node:path'

/** Ends of the program, as the operating system sees them. */
const EXIT = { fine: 0, refused: 1, windowsGone: 75 } as const
type Exit = (typeof EXIT)[keyof typeof EXIT]

/** Joins a shell to the station: opens both, shows each view, and opens again what went away by itself. */
export async function startStation(
  openShell: (options: ShellOptions) => Shell,
  args: readonly string[],
): Promise<void> {
  try {
    await start(openShell, args)
  } catch (cause) {
    if (!(cause instanceof ShellRefusal)) throw cause
    end(EXIT.refused, cause.message)
  }
}

async function start(openShell: (options: ShellOptions) => Shell, args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  if ('wrong' in options) return end(EXIT.refused, options.wrong)
  if (options.profile === 'live') return endRefused({ why: 'not-provisioned' })
  const shell = openShell(shellOptions(options))
  if (shell.packaged && options.attach !== null) return end(EXIT.refused, ATTACH_REFUSED)
  const claim = await claimFolder(options.folder)
  if (claim.is === 'taken') {
    return end(
      EXIT.fine,
      '收银台已经在运行,已把它的窗口调到前面 / The station is already running; its window was raised',
    )
  }
  const opened = await openStation(await partsFor(options))
  if (!opened.ok) return endRefused(opened)
  const windows = new Windows(shell, opened.value, options.customer ? ['cashier', 'customer'] : ['cashier'])
  claim.lock.onKnock(() => void windows.open('cashier'))
  await shell.start(windows)
  for (const role of windows.roles) await windows.open(role)
  const { program } = await shell.facts()
  process.stdout.write(`就绪 / ready  ${program}  ${options.profile}  ${options.folder}\n`)
}

const shellOptions = ({ folder, headless, kiosk, attach }: StartOptions): ShellOptions => ({
  folder: join(folder, 'shell'),
  ...{ headless, kiosk, title: 'cashier-station', size: { width: 1366, height: 768 } },
  ...(attach !== null && { attach }),
})

/** The station's side of the shell's port: which windows there are, and what happens when one goes. */
class Windows implements Station {
  readonly roles: readonly WindowRole[]
  private readonly shell: Shell
  private readonly station: RunningStation
  private reopened: readonly number[] = []
  private over = false

  constructor(shell: Shell, station: RunningStation, roles: readonly WindowRole[]) {
    this.shell = shell
    this.station = station
    this.roles = roles
    station.onChange(() => {
      for (const role of roles) shell.push(role, this.view(role))
    })
  }

  answer(role: WindowRole, text: string): Promise<string> {
    return this.station.answer(role, text)
  }

  view(role: WindowRole): string {
    return JSON.stringify(this.station.view(role))
  }

  async open(role: WindowRole): Promise<void> {
    await this.shell.open(role)
  }

  gone(role: WindowRole, why: 'closed' | 'crashed'): void {
    // Closing the cashier's window is how a person ends the station; the cart is in the journal.
    if (role === 'cashier' && why === 'closed') void this.ending().then(() => end(EXIT.fine))
    else this.again(() => this.open(role))
  }

  shellGone(why: string): void {
    this.again(async () => {
      await this.shell.start(this)
      for (const role of this.roles) await this.open(role)
    }, why)
  }

  async ending(): Promise<void> {
    this.over = true
    await this.station.close()
    await this.shell.stop()
  }

  /** Opens again what went away by itself, unless it keeps going away. */
  private again(open: () => Promise<void>, why = ''): void {
    if (this.over) return
    const { history, allowed } = mayReopen(this.reopened, performance.now())
    this.reopened = history
    const stop = () =>
      this.ending().then(() =>
        end(
          EXIT.windowsGone,
          `窗口在一分钟内反复关闭,收银台已停止,数据已保存。请再次启动;若仍如此,请运行 npm run doctor。\n` +
            `The windows kept going away within a minute, so the station has stopped; everything is saved. ` +
            `Start it again; if it happens again, run npm run doctor. ${why}`,
        ),
      )
    if (!allowed) void stop()
    else void open().catch(stop)
  }
}

function endRefused(refusal: StationRefusal): void {
  const { zh, en } = sentenceOf(refusal)
  end(EXIT.refused, `${zh}\n${en}`)
}

function end(code: Exit, sentence?: string): void {
  if (sentence !== undefined) process.stderr.write(`${sentence}\n`)
  process.exit(code)
}
