import { station } from '../station.ts'

/** Told so often at most: main locks the station after minutes, and a key held down must not fill its door. */
const TELL_EVERY_MS = 20_000

/** Tells main of keys and touches, so that it does not lock a station that somebody is at. */
export function listenForPresence(): void {
  let toldMs = -Infinity
  const seen = () => {
    const nowMs = performance.now()
    if (nowMs - toldMs < TELL_EVERY_MS) return
    toldMs = nowMs
    void station.operators.stillHere({})
  }
  for (const each of ['keydown', 'pointerdown'] as const) window.addEventListener(each, seen, { capture: true })
}
