import type { Child } from '#drivers/process/port'
import type { Sealing } from '#drivers/sealing/port'

/**
 * What the station needs of the program that shows its windows. Two shells keep this promise: Electron, and the
 * system's Chromium over a debugging pipe. Nothing here belongs to either, so main runs unchanged on both.
 * Calls and views cross as JSON text: the two shells would copy objects by different rules.
 */
export type WindowRole = 'cashier' | 'customer'

export interface ShellOptions {
  /** Folder for the shell's own files (profile, cache, keys); made if missing. */
  readonly folder: string
  readonly headless: boolean
  /** Full-screen without a frame, closing refused: the counter's setting. */
  readonly kiosk: boolean
  readonly title: string
  /** Unix socket path for tests to drive the station by; full control, so never in live nor in a packaged build. */
  readonly attach?: string
  /** Content size of the cashier window in CSS pixels. */
  readonly size: { readonly width: number; readonly height: number }
}

/** The station's side: what a shell calls. The role comes from the shell's own window table, never from the page. */
export interface Station {
  /** Answers one call; text in, text out; never rejects. A page may call as soon as it has loaded. */
  answer(role: WindowRole, text: string): Promise<string>
  /** The newest view of a role as text: sent to a page when it says it is ready, so a reload shows the truth. */
  view(role: WindowRole): string
  /** An open window went away although nobody asked main to close it; never told of one that `open` rejects. */
  gone(role: WindowRole, why: 'closed' | 'crashed'): void
  /** The shell's program itself went away; `stop` was not called. All windows are gone; openings reject after this. */
  shellGone(why: string): void
  /** The person (or the system: SIGTERM, log-off) asks to end. Resolves when all is saved; then the shell may end. */
  ending(): Promise<void>
}

export interface Shell {
  readonly kind: 'electron' | 'chromium'
  readonly packaged: boolean
  readonly sealing: Sealing
  /** Begins what takes long, where there is such a thing; `start` goes on from there and says what went wrong. */
  warm(): void
  /** Ready to open windows; rejects with a ShellRefusal whose sentence says what to do. */
  start(station: Station): Promise<void>
  /** Opens the window of a role, or raises the one there is. One whose page dies meanwhile is tried a few times. */
  open(role: WindowRole): Promise<void>
  /** Sends a view to the role's window, if it is open; the newest wins, none is queued. */
  push(role: WindowRole, view: string): void
  /** Closes windows and program; does not call `shellGone`. Resolves when they are gone. */
  stop(): Promise<void>
  facts(): Promise<ShellFacts>
  /** Starts another program of the build beside this one, by its name, such as `devices`. */
  service(name: string, args: readonly string[]): Child
}

export interface ShellFacts {
  /** Such as `Chromium 156.0.8078.79` or `Electron 45.4.1`. */
  readonly program: string
  readonly node: string
  /** Whether the operating system confines the page's process. */
  readonly osSandbox: 'on' | 'off' | 'unknown'
  /** Why it is off, in words, where it is. */
  readonly osSandboxWhy?: string
}

/** A start that cannot succeed until a person does something; the message is that sentence, in both languages. */
export class ShellRefusal extends Error {
  readonly why: 'no-browser' | 'too-old' | 'no-window' | 'policy'
  constructor(why: ShellRefusal['why'], message: string) {
    super(message)
    this.why = why
  }
}
