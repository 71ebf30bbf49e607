import type { RunningStation } from '../station.ts'
import { EXIT, type Exit } from './exit.ts'
import { ShellRefusal, type Shell, type Station, type WindowRole } from './port.ts'
import { mayReopen } from './reopen.ts'

type Shown = Pick<RunningStation, 'answer' | 'view' | 'onChange' | 'close'>

export interface WindowsParts {
  readonly shell: Shell
  readonly station: Shown
  readonly roles: readonly WindowRole[]
  /** Ends the program. */
  readonly end: (code: Exit, sentence?: string) => void
}

/** The station's side of the shell's port: which windows there are, and what happens when one goes. */
export class Windows implements Station {
  private readonly parts: WindowsParts
  private station: Shown
  private restarting: Promise<void> = Promise.resolve()
  private reopened: readonly number[] = []
  /** How often the shell's program went; what was being opened under an earlier one is no longer waited for. */
  private losses = 0
  private recovery: Promise<void> = Promise.resolve()
  private over = false

  constructor(parts: WindowsParts) {
    this.parts = parts
    this.station = parts.station
    this.show(this.station)
  }

  private show(station: Shown): void {
    const { roles, shell } = this.parts
    station.onChange(() => {
      // One that has ended has nothing more to say.
      if (station === this.station) for (const role of roles) shell.push(role, this.view(role))
    })
  }

  /** Ends the station and opens another one in the same windows. Whoever opens it ends all where it can not. */
  restart(open: () => Promise<Shown>): void {
    if (this.over) return
    this.restarting = this.restarting.then(async () => {
      if (this.over) return
      await this.station.close()
      this.station = await open()
      this.show(this.station)
      for (const role of this.parts.roles) this.parts.shell.push(role, this.view(role))
    })
  }

  answer(role: WindowRole, text: string): Promise<string> {
    return this.station.answer(role, text)
  }

  view(role: WindowRole): string {
    return JSON.stringify(this.station.view(role))
  }

  /** The first opening. A ShellRefusal is for a person to read; what else goes wrong is tried again. */
  async begin(): Promise<void> {
    await this.parts.shell.start(this)
    try {
      await this.openAll()
    } catch (cause) {
      if (cause instanceof ShellRefusal) throw cause
      if (this.losses === 0) await this.reopen(String(cause), () => this.openAll())
      else await this.recovery
    }
  }

  /** Somebody started the station a second time: shows that it is there. */
  raise(): void {
    // A window that is just being opened again comes to the front by itself.
    void this.parts.shell.open('cashier').catch(() => undefined)
  }

  gone(role: WindowRole, why: 'closed' | 'crashed'): void {
    // Closing the cashier's window is how a person ends the station; the cart is in the journal.
    if (role === 'cashier' && why === 'closed') void this.ending().then(() => this.parts.end(EXIT.fine))
    else void this.reopen(`The ${role} window: ${why}.`, () => this.parts.shell.open(role))
  }

  shellGone(why: string): void {
    this.losses++
    let started = false
    this.recovery = this.reopen(why, async () => {
      if (!started) await this.parts.shell.start(this)
      started = true
      await this.openAll()
    })
  }

  async ending(): Promise<void> {
    this.over = true
    await this.restarting
    await this.station.close()
    await this.parts.shell.stop()
  }

  private async openAll(): Promise<void> {
    for (const role of this.parts.roles) await this.parts.shell.open(role)
  }

  /** Opens again what went away by itself, unless it keeps going away. An opening that fails counts as one more. */
  private async reopen(why: string, open: () => Promise<void>): Promise<void> {
    const { losses } = this
    for (let cause = why; !this.over;) {
      const { history, allowed } = mayReopen(this.reopened, performance.now())
      this.reopened = history
      if (!allowed) return this.giveUp(cause)
      try {
        await open()
        return
      } catch (problem) {
        // The program went meanwhile, and with that everything is being opened anew.
        if (losses !== this.losses) return
        cause = problem instanceof Error ? problem.message : String(problem)
      }
    }
  }

  private async giveUp(why: string): Promise<void> {
    await this.ending()
    this.parts.end(
      EXIT.windowsGone,
      `窗口在一分钟内反复关闭，收银台已停止，数据已保存。请再次启动；若仍如此，请运行 npm run doctor。\n` +
        `The windows kept going away within a minute, so the station has stopped; everything is saved. ` +
        `Start it again; if it happens again, run npm run doctor. ${why}`,
    )
  }
}
