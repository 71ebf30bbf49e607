import type { Asset } from '../assets.ts'
import { isOurPage, isOurs, ORIGIN } from '../page-address.ts'
import type { Placement, Screen } from '../placement.ts'
import { ShellRefusal } from '../port.ts'
import { mayReopen, WindowLost } from '../reopen.ts'
import type { Cdp } from './cdp.ts'
import { openPostbox, type Postbox, type WorldNames } from './postbox.ts'
import type { Events, Handlers } from './protocol.ts'
import { placeTarget, raiseTarget, readScreens, type Target } from './window-bounds.ts'
import { writeWorlds } from './worlds/source.ts'
import { randomUUID } from 'node:crypto'

/**
 * One window: its page is ours or nothing. Requests are answered here from the built files, everything foreign is
 * refused, and a document that is not ours is replaced by ours.
 */
export interface PageSpec {
  readonly url: string
  readonly origin: string
  /** Null where there is no display for this window. */
  readonly place: (screens: readonly Screen[]) => Placement | null
  /** The built preload's text. */
  readonly preload: string
  readonly serve: (method: string, url: string) => Promise<Asset>
  /** One message of our page's preload: `asked` when it waits for the answer. */
  readonly received: (channel: string, given: readonly unknown[], asked: boolean) => Promise<unknown>
  /** The open window went away by itself; one that goes while it opens is a WindowLost to whoever opens it. */
  readonly gone: (why: 'closed' | 'crashed') => void
}

export interface Page {
  /** The newest text wins; one that was not sent yet when the next comes is dropped. */
  readonly push: (channel: string, text: string) => void
  readonly raise: () => Promise<void>
  readonly close: () => Promise<void>
  /** The browser says the page is no more. */
  readonly detached: () => void
}

const PERMISSIONS = ['notifications', 'geolocation', 'clipboard-read', 'idle-detection', 'persistent-storage']
const SCREENLESS =
  'There is no display for the customer window beside the till. Connect one, or do not open it.\n' +
  '没有可用于顾客窗口的第二个显示器。请连接显示器，或不打开该窗口。'

/** Answers the page's requests: ours from the build, a development server's by itself, all others never. */
function answerRequests(cdp: Cdp, target: Target, spec: PageSpec): (paused: Events['Fetch.requestPaused']) => void {
  const { sessionId } = target
  return ({ requestId, request, resourceType }) => {
    const answer = async (): Promise<unknown> => {
      // An aborted document leaves the window where it is; `BlockedByClient` would show an error page.
      const errorReason = resourceType === 'Document' ? 'Aborted' : 'BlockedByClient'
      if (request.url.startsWith('data:image/')) return cdp.send('Fetch.continueRequest', { requestId }, sessionId)
      if (!isOurs(request.url, spec.origin)) return cdp.send('Fetch.failRequest', { requestId, errorReason }, sessionId)
      if (spec.origin !== ORIGIN) return cdp.send('Fetch.continueRequest', { requestId }, sessionId)
      const { status, headers, body } = await spec.serve(request.method, request.url)
      const responseHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }))
      const content = Buffer.from(body).toString('base64')
      const given = { requestId, responseCode: status, responseHeaders, body: content }
      return cdp.send('Fetch.fulfillRequest', given, sessionId)
    }
    // The request was given up meanwhile (a reload, a closed window): nobody waits for it any more.
    void answer().catch(() => undefined)
  }
}

/** What a document may do by itself, and what happens when it goes elsewhere or dies. */
function watchDocument(cdp: Cdp, target: Target, spec: PageSpec, box: Postbox, state: PageState): Handlers {
  const { sessionId, targetId } = target
  let history: readonly number[] = []
  const loseRenderer = (): void => {
    if (state.at === 'over') return
    void cdp.send('Target.closeTarget', { targetId }).catch(() => undefined)
    lose(state, spec, 'crashed')
  }
  return {
    ...box.handlers,
    'Fetch.requestPaused': answerRequests(cdp, target, spec),
    'Inspector.targetCrashed': loseRenderer,
    'Page.frameNavigated': ({ frame }) => {
      if (frame.parentId !== undefined) return
      box.documentIs(frame.url)
      if (isOurPage(frame.url, spec.origin) || state.at === 'blank') return
      const again = mayReopen(history, performance.now())
      history = again.history
      if (again.allowed) void cdp.send('Page.navigate', { url: spec.url }, sessionId).catch(() => undefined)
      else loseRenderer()
    },
    'Page.domContentEventFired': () => box.ours() && state.loaded.resolve(undefined),
    // A question box would stop the page until somebody answers; leaving is always allowed.
    'Page.javascriptDialogOpening': ({ type }) =>
      void cdp
        .send('Page.handleJavaScriptDialog', { accept: type === 'beforeunload' }, sessionId)
        // A test that is attached may have answered first.
        .catch(() => undefined),
  }
}

interface PageState {
  /** `blank`: being prepared · `loading`: on its way to our document. */
  at: 'blank' | 'loading' | 'open' | 'over'
  readonly loaded: PromiseWithResolvers<undefined>
  readonly lost: PromiseWithResolvers<never>
}

/** The window went away, and nobody here asked for it. */
function lose(state: PageState, spec: PageSpec, why: 'closed' | 'crashed'): void {
  const { at } = state
  if (at === 'over') return
  state.at = 'over'
  if (at === 'open') spec.gone(why)
  else state.lost.reject(new WindowLost(why))
}

/** Everything that must hold before the window's first document. */
async function prepare(cdp: Cdp, sessionId: string, spec: PageSpec, names: WorldNames): Promise<void> {
  const worlds = writeWorlds(names, spec.preload)
  const { worldName } = names
  await Promise.all([
    cdp.send('Page.enable', {}, sessionId),
    cdp.send('Runtime.enable', {}, sessionId),
    cdp.send('Inspector.enable', {}, sessionId),
    cdp.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId),
    cdp.send('Runtime.addBinding', { name: names.post, executionContextName: worldName }, sessionId),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: worlds.main }, sessionId),
    cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: worlds.isolated, worldName }, sessionId),
    cdp.send('Page.setInterceptFileChooserDialog', { enabled: true }, sessionId),
    cdp.send('Runtime.runIfWaitingForDebugger', {}, sessionId),
    cdp.send('Browser.setDownloadBehavior', { behavior: 'deny' }),
    ...PERMISSIONS.map((name) =>
      cdp.send('Browser.setPermission', { permission: { name }, setting: 'denied', origin: spec.origin }),
    ),
  ])
}

/** One that went away meanwhile stays away. */
function becomeOpen(state: PageState): void {
  if (state.at === 'loading') state.at = 'open'
}

/** Makes a blank window ours. `opened` resolves when it shows its document; a page may call before that. */
export function openPage(cdp: Cdp, target: Target, spec: PageSpec): { page: Page; opened: Promise<void> } {
  const { sessionId, targetId } = target
  // The names are new for each window, so that no page can have been written to know them.
  const id = randomUUID().replaceAll('-', '')
  const names = { handover: `handover${id}`, post: 'stationPost', receive: 'stationReceive' }
  const worldName = 'station-preload'
  const box = openPostbox(cdp, target, { worldName, ...names }, spec)
  const state: PageState = { at: 'blank', loaded: Promise.withResolvers(), lost: Promise.withResolvers() }
  cdp.handle(sessionId, watchDocument(cdp, target, spec, box, state))

  const load = async (): Promise<void> => {
    await prepare(cdp, sessionId, spec, { ...names, worldName })
    const place = spec.place(await readScreens(cdp, sessionId))
    if (!place) throw new ShellRefusal('no-window', SCREENLESS)
    state.at = 'loading'
    const placed = placeTarget(cdp, target, place)
    // It is awaited below; should the page fail first, its own failure is not another one.
    placed.catch(() => undefined)
    await cdp.send('Page.navigate', { url: spec.url }, sessionId)
    await state.loaded.promise
    await placed
    // Nothing to go back to: not to the empty first page either.
    await cdp.send('Page.resetNavigationHistory', {}, sessionId)
    becomeOpen(state)
  }
  const page: Page = {
    push: box.push,
    raise: () => raiseTarget(cdp, target),
    close: async () => {
      state.at = 'over'
      await cdp.send('Target.closeTarget', { targetId })
    },
    detached: () => {
      // Before the commands under way are refused: why they are is this.
      lose(state, spec, 'closed')
      cdp.forget(sessionId)
    },
  }
  // A dead page answers nothing, so its loading would only end with a limit of time.
  return { page, opened: Promise.race([load(), state.lost.promise]) }
}
