import { useEffect, useRef } from 'react'
import { listenForScanner } from './wedge.ts'
import { isTextField } from './write.ts'

/**
 * Who gets a key: the part of the screen opened last that knows it. A panel opened over the sale answers first; one
 * that is `alone` lets nothing through to what lies under it.
 */
export interface Layer {
  /** By the key's name: `F9`, `Enter`, `Escape`, `ArrowUp`. */
  readonly keys?: Readonly<Record<string, () => void>>
  /** Signs typed while no text field has the focus. */
  readonly typed?: (text: string) => void
  readonly alone?: boolean
  /** A panel lies over its screen, even where both appear at once (after a reload). */
  readonly panel?: boolean
}

const layers: { current: Layer }[] = []

export function useLayer(layer: Layer): void {
  const held = useRef(layer)
  useEffect(() => {
    held.current = layer
  })
  useEffect(() => {
    layers.push(held)
    return () => void layers.splice(layers.indexOf(held), 1)
  }, [])
}

/** The layers that may answer, newest first. */
function* answering(): Generator<Layer> {
  const newestFirst = layers.map(({ current }) => current).reverse()
  for (const current of newestFirst.toSorted((a, b) => Number(b.panel ?? false) - Number(a.panel ?? false))) {
    yield current
    if (current.alone === true) return
  }
}

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey) return
  // Held down, a key acts once; only moving goes on.
  if (event.repeat && !event.key.startsWith('Arrow')) return
  // A button that has the focus is pressed by Enter; that is its own business.
  if (event.key === 'Enter' && document.activeElement instanceof HTMLButtonElement) return
  // In a field these edit its text, even when there is none left: they must not go on to the sale behind it.
  if (['Backspace', 'Delete'].includes(event.key) && isTextField(document.activeElement)) return
  for (const { keys } of answering()) {
    const act = keys?.[event.key]
    if (!act) continue
    event.preventDefault()
    act()
    return
  }
}

function onTyped(text: string): void {
  for (const { typed } of answering()) {
    if (typed) {
      typed(text)
      return
    }
  }
}

/** `scanned` is told of each code a scanner types, whatever is open and has the focus. */
export function listenForKeys(scanned: (code: string) => void): void {
  listenForScanner({ scanned, typed: onTyped })
  window.addEventListener('keydown', onKey)
}
