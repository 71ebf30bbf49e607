import { claimFolder } from '#drivers/lock/real'
import { sentenceOf, type StationRefusal } from '../sentences.ts'
import type { RunningStation } from '../station.ts'
import { end, EXIT } from './exit.ts'
import { ATTACH_REFUSED, readOptions, type StartOptions } from './options.ts'
import { builtProgram, programVersion } from './places.ts'
import { ShellRefusal, type Shell, type ShellOptions } from './port.ts'
import { Windows } from './windows.ts'
import { join } from 'node:path'

/** Joins a shell to the station, and says when both are ready. */
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
      '收银台已经在运行，已把它的窗口调到前面 / The station is already running; its window was raised',
    )
  }
  // The window's program starts while the station's own code and its records are read.
  shell.warm()
  const [{ openStation }, { partsFor }] = await Promise.all([import('../station.ts'), import('./parts.ts')])
  const open = async (): Promise<RunningStation> => {
    const opened = await openStation({
      ...{ ...(await partsFor(options, shell)), version: programVersion() },
      surroundings: { program: builtProgram(), sandbox: () => shell.facts() },
    })
    if (opened.ok) return opened.value
    await shell.stop()
    return endRefused(opened)
  }
  const station = await open()
  const windows = new Windows({
    ...{ shell, station, end },
    roles: options.customer ? ['cashier', 'customer'] : ['cashier'],
  })
  claim.lock.onKnock(() => windows.raise())
  const begun = (running: RunningStation) => {
    running.onRestart(() => windows.restart(async () => begun(await open())))
    return running
  }
  begun(station)
  await windows.begin()
  void station.examine()
  const { program, osSandbox } = await shell.facts()
  process.stdout.write(`就绪 / ready  ${program}  sandbox ${osSandbox}  ${options.profile}  ${options.folder}\n`)
}

const shellOptions = ({ folder, headless, kiosk, attach }: StartOptions): ShellOptions => ({
  folder: join(folder, 'shell'),
  ...{ headless, kiosk, title: 'cashier-station', size: { width: 1366, height: 768 } },
  ...(attach !== null && { attach }),
})

function endRefused(refusal: StationRefusal): never {
  const { zh, en } = sentenceOf(refusal)
  return end(EXIT.refused, `${zh}\n${en}`)
}
