/**
 * The part of the DevTools protocol this shell speaks. Written out here because the program that answers is the
 * system's Chromium, whatever version that is: what is not listed is not used.
 */
type Nothing = Record<string, never>

export interface TargetInfo {
  readonly targetId: string
  readonly type: string
  readonly url: string
}

export interface Bounds {
  readonly left?: number
  readonly top?: number
  readonly width?: number
  readonly height?: number
  readonly windowState?: 'normal' | 'minimized' | 'maximized' | 'fullscreen'
}

export interface ScreenInfo {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly isPrimary: boolean
}

interface NewDocumentScript {
  source: string
  worldName?: string
}

export interface Commands {
  'Browser.close': { takes: Nothing; gives: object }
  'Browser.getVersion': { takes: Nothing; gives: { product: string } }
  'Browser.getWindowForTarget': { takes: { targetId: string }; gives: { windowId: number; bounds: Bounds } }
  'Browser.setDownloadBehavior': { takes: { behavior: 'deny' }; gives: object }
  'Browser.setPermission': {
    takes: { permission: { name: string }; setting: 'denied'; origin: string }
    gives: object
  }
  'Browser.setWindowBounds': { takes: { windowId: number; bounds: Bounds }; gives: object }
  'Emulation.getScreenInfos': { takes: Nothing; gives: { screenInfos: readonly ScreenInfo[] } }
  'Fetch.continueRequest': { takes: { requestId: string }; gives: object }
  'Fetch.enable': { takes: { patterns: { urlPattern: string }[] }; gives: object }
  'Fetch.failRequest': { takes: { requestId: string; errorReason: 'Aborted' | 'BlockedByClient' }; gives: object }
  'Fetch.fulfillRequest': {
    takes: { requestId: string; responseCode: number; responseHeaders: { name: string; value: string }[]; body: string }
    gives: object
  }
  'Inspector.enable': { takes: Nothing; gives: object }
  'Page.addScriptToEvaluateOnNewDocument': { takes: NewDocumentScript; gives: object }
  'Page.enable': { takes: Nothing; gives: object }
  'Page.handleJavaScriptDialog': { takes: { accept: boolean }; gives: object }
  'Page.navigate': { takes: { url: string }; gives: { errorText?: string } }
  'Page.resetNavigationHistory': { takes: Nothing; gives: object }
  'Page.setInterceptFileChooserDialog': { takes: { enabled: boolean }; gives: object }
  'Runtime.addBinding': { takes: { name: string; executionContextName: string }; gives: object }
  'Runtime.enable': { takes: Nothing; gives: object }
  'Runtime.evaluate': {
    takes: { expression: string; uniqueContextId?: string; returnByValue?: boolean }
    gives: { result: { value?: unknown } }
  }
  'Runtime.runIfWaitingForDebugger': { takes: Nothing; gives: object }
  'SystemInfo.getProcessInfo': { takes: Nothing; gives: { processInfo: readonly { type: string; id: number }[] } }
  'Target.activateTarget': { takes: { targetId: string }; gives: object }
  'Target.attachToBrowserTarget': { takes: Nothing; gives: { sessionId: string } }
  'Target.closeTarget': { takes: { targetId: string }; gives: object }
  'Target.createTarget': {
    takes: { url: string; newWindow: boolean; width: number; height: number }
    gives: { targetId: string }
  }
  'Target.detachFromTarget': { takes: { sessionId: string }; gives: object }
  'Target.setAutoAttach': {
    takes: {
      autoAttach: boolean
      waitForDebuggerOnStart: boolean
      flatten: boolean
      filter: { type?: string; exclude?: boolean }[]
    }
    gives: object
  }
}

export interface ExecutionContext {
  readonly id: number
  readonly uniqueId: string
  readonly origin: string
  readonly name: string
  readonly auxData: { readonly frameId: string }
}

export interface Events {
  'Target.attachedToTarget': { sessionId: string; targetInfo: TargetInfo; waitingForDebugger: boolean }
  'Target.detachedFromTarget': { sessionId: string }
  'Fetch.requestPaused': { requestId: string; request: { url: string; method: string }; resourceType: string }
  'Inspector.targetCrashed': object
  'Page.domContentEventFired': object
  'Page.frameNavigated': { frame: { id: string; parentId?: string; url: string } }
  'Page.javascriptDialogOpening': { type: 'alert' | 'confirm' | 'prompt' | 'beforeunload' }
  'Runtime.bindingCalled': { name: string; payload: string; executionContextId: number }
  'Runtime.executionContextCreated': { context: ExecutionContext }
  'Runtime.executionContextDestroyed': { executionContextUniqueId: string }
  'Runtime.executionContextsCleared': object
}

export type Handlers = { readonly [Name in keyof Events]?: (event: Events[Name]) => void }

/** One message of the pipe, either way. */
export interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly sessionId?: string
  readonly result?: unknown
  readonly error?: { readonly message: string }
}
