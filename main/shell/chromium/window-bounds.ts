import type { Placement, Screen } from '../placement.ts'
import { type Cdp, CdpRefusal } from './cdp.ts'
import { setTimeout as wait } from 'node:timers/promises'

/** Puts a window where it belongs. Chromium speaks of the whole window, the station of its content. */
const SETTLE_LIMIT_MS = 1_000
const LOOK_AGAIN_MS = 20

export interface Target {
  readonly sessionId: string
  readonly targetId: string
}

/** The machine's displays; none where this Chromium cannot say. */
export async function readScreens(cdp: Cdp, sessionId: string): Promise<Screen[]> {
  try {
    const { screenInfos } = await cdp.send('Emulation.getScreenInfos', {}, sessionId)
    return screenInfos.map(({ left, top, width, height, isPrimary }) => ({
      ...{ x: left, y: top, width, height },
      primary: isPrimary,
    }))
  } catch (problem) {
    // Older versions lack the command; one display is then the safe guess.
    if (problem instanceof CdpRefusal) return []
    throw problem
  }
}

/** Null when the document went while it was asked: the window is placed while its page loads. */
async function readContentSize(cdp: Cdp, sessionId: string): Promise<{ width: number; height: number } | null> {
  const expression = '[window.innerWidth, window.innerHeight].join()'
  try {
    const { result } = await cdp.send('Runtime.evaluate', { expression, returnByValue: true }, sessionId)
    const [width = 0, height = 0] = String(result.value).split(',').map(Number)
    return { width, height }
  } catch (problem) {
    if (problem instanceof CdpRefusal) return null
    throw problem
  }
}

export async function placeTarget(cdp: Cdp, target: Target, place: Placement): Promise<void> {
  const { windowId } = await cdp.send('Browser.getWindowForTarget', { targetId: target.targetId })
  const set = (bounds: Parameters<typeof cdp.send<'Browser.setWindowBounds'>>[1]['bounds']) =>
    cdp.send('Browser.setWindowBounds', { windowId, bounds })
  await set({ windowState: 'normal' })
  await set({ left: place.x, top: place.y, width: place.width, height: place.height })
  if (place.full) {
    await set({ windowState: 'fullscreen' })
    return
  }
  // The window manager answers when it likes, so the frame's thickness is read until the content fits.
  for (let waitedMs = 0; waitedMs < SETTLE_LIMIT_MS; waitedMs += LOOK_AGAIN_MS) {
    const content = await readContentSize(cdp, target.sessionId)
    if (content?.width === place.width && content.height === place.height) return
    // Of a window that is gone this is refused too, and so ends the looking.
    const { bounds } = await cdp.send('Browser.getWindowForTarget', { targetId: target.targetId })
    if (content) {
      const frameWidth = (bounds.width ?? 0) - content.width
      const frameHeight = (bounds.height ?? 0) - content.height
      await set({ width: place.width + frameWidth, height: place.height + frameHeight })
    }
    await wait(LOOK_AGAIN_MS)
  }
}

/** Brings a window to the front, from the task bar too. */
export async function raiseTarget(cdp: Cdp, { targetId }: Target): Promise<void> {
  const { windowId, bounds } = await cdp.send('Browser.getWindowForTarget', { targetId })
  if (bounds.windowState === 'minimized') {
    await cdp.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } })
  }
  await cdp.send('Target.activateTarget', { targetId })
}
