import type { Asset } from '../assets.ts'
import { isOurPage, isOurs, ORIGIN } from '../page-address.ts'
import type { Placement, Screen } from '../placement.ts'
import { mayReopen } from '../reopen.ts'
import { ShellRefusal } from '../port.ts'
import type { Cdp } from './cdp.ts'
import { openPostbox, type Postbox, type WorldNames } from './postbox.ts'
import type { Events, Handlers } from './protocol.ts'
import { placeTarget, readScreens, type Target } from './window-bounds.ts'
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
    if (state.over) return
    state.over = true
    void cdp.send('Target.closeTarget', { targetId }).catch(() => undefined)
    spec.gone('crashed')
  }
  return {
    ...box.handlers,
    'Fetch.requestPaused': answerRequests(cdp, target, spec),
    'Inspector.targetCrashed': loseRenderer,
    'Page.frameNavigated': ({ frame }) => {
      if (frame.parentId !== undefined) return
      box.documentIs(frame.url)
      if (isOurPage(frame.url, spec.origin) || !state.navigated) return
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
  over: boolean
  navigated: boolean
  readonly loaded: PromiseWithResolvers<undefined>
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

/** Makes a blank window ours. `opened` resolves when it shows its document; a page may call before that. */
export function openPage(cdp: Cdp, target: Target, spec: PageSpec): { page: Page; opened: Promise<void> } {
  const { sessionId, targetId } = target
  // The names are new for each window, so that no page can have been written to know them.
  const id = randomUUID().replaceAll('-', '')
  const names = { handover: `handover${id}`, post: 'stationPost', receive: 'stationReceive' }
  const worldName = 'station-preload'
  const box = openPostbox(cdp, target, { worldName, ...names }, spec)
  const state: PageState = { over: false, navigated: false, loaded: Promise.withResolvers<undefined>() }
  cdp.handle(sessionId, watchDocument(cdp, target, spec, box, state))
  // It is awaited late in the opening; its refusal must not count as unheard before that.
  state.loaded.promise.catch(() => undefined)

  const opened = async (): Promise<void> => {
    await prepare(cdp, sessionId, spec, { ...names, worldName })
    const place = spec.place(await readScreens(cdp, sessionId))
    if (!place) throw new ShellRefusal('no-window', SCREENLESS)
    await placeTarget(cdp, target, place)
    state.navigated = true
    await cdp.send('Page.navigate', { url: spec.url }, sessionId)
    await state.loaded.promise
    // Nothing to go back to: not to the empty first page either.
    await cdp.send('Page.resetNavigationHistory', {}, sessionId)
  }
  const page: Page = {
    push: box.push,
    raise: async () => {
      await cdp.send('Target.activateTarget', { targetId })
    },
    close: async () => {
      state.over = true
      await cdp.send('Target.closeTarget', { targetId })
    },
    detached: () => {
      cdp.forget(sessionId)
      state.loaded.reject(new Error('the window was closed while it opened'))
      if (state.over) return
      state.over = true
      spec.gone('closed')
    },
  }
  return { page, opened: opened() }
}
