import { isScanner, patienceMs, QUIET, settle, spoilt, withSign, type Burst, type Settled } from './burst.ts'
import { isTextField, putBack, write, type TextField } from './write.ts'

/**
 * Listens to the keyboard ahead of everything else on the page, so that a scanner may type whatever has the focus.
 */
export interface WedgeEars {
  readonly scanned: (code: string) => void
  /** Signs a person typed while no text field had the focus. */
  readonly typed: (text: string) => void
}

/** Where a run began, to type there or to put back what an input method wrote meanwhile. */
interface Begun {
  readonly field: TextField | null
  readonly value: string
  /** An input method takes the keys first: they can not be held, only undone. */
  readonly byInputMethod: boolean
}

export function listenForScanner(ears: WedgeEars): void {
  let burst: Burst = QUIET
  let begun: Begun | null = null
  let timer = 0

  function carryOut(settled: Settled | null): void {
    const from = begun
    begun = null
    burst = QUIET
    if (settled) deliver(settled, from, ears)
  }
  function waitForMore(): void {
    clearTimeout(timer)
    timer = window.setTimeout(() => {
      // Keys that came in time may still wait their turn behind a busy page.
      if (inputWaits()) waitForMore()
      else carryOut(settle(burst))
    }, patienceMs(burst))
  }
  function hold(event: KeyboardEvent, sign: string): void {
    const byInputMethod = event.key === 'Process' || event.isComposing
    if (!byInputMethod) swallow(event)
    const next = withSign(burst, sign, event.timeStamp)
    if (next.before) carryOut(next.before)
    const field = isTextField(document.activeElement) ? document.activeElement : null
    begun ??= { field, value: field?.value ?? '', byInputMethod }
    burst = next.burst
    waitForMore()
  }

  /** A scanner's own control key in the midst of a code: what it stands for is known of one, and lost of any other. */
  function goOn(event: KeyboardEvent): void {
    if (event.key === ']' && event.ctrlKey) hold(event, GROUP_SEPARATOR)
    else {
      swallow(event)
      burst = spoilt(burst, event.timeStamp)
      waitForMore()
    }
  }

  window.addEventListener(
    'keydown',
    (event) => {
      const sign = signOf(event)
      if (sign !== null) {
        hold(event, sign)
        return
      }
      if (burst.signs.length === 0 || isModifier(event.key)) return
      if (hasControl(event) && isScanner(burst)) {
        goOn(event)
        return
      }
      clearTimeout(timer)
      const settled = settle(burst)
      // The scanner's own Enter or Tab is the end of its code and means nothing to the page.
      if (settled?.is === 'scan' && (event.key === 'Enter' || event.key === 'Tab')) swallow(event)
      carryOut(settled)
    },
    { capture: true },
  )
}

function deliver(settled: Settled, from: Begun | null, { scanned, typed }: WedgeEars): void {
  if (settled.is === 'scan') {
    if (from?.byInputMethod && from.field) putBack(from.field, from.value)
    scanned(settled.code)
  } else if (!from?.byInputMethod) {
    if (from?.field?.isConnected) write(from.field, settled.text)
    else typed(settled.text)
  }
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopImmediatePropagation()
}

const isModifier = (key: string): boolean => ['Shift', 'CapsLock', 'Control', 'Alt', 'AltGraph', 'Meta'].includes(key)

/** What scanners send between the elements of a GS1 code (GS1 General Specifications 7.8), typed as Ctrl+]. */
const GROUP_SEPARATOR = '\u001d'

const hasControl = ({ ctrlKey, altKey, metaKey }: KeyboardEvent): boolean => ctrlKey || altKey || metaKey

/** The sign a key writes, or null for keys that do something else. */
function signOf(event: KeyboardEvent): string | null {
  if (hasControl(event)) return null
  // An input method keeps the sign to itself; which key it was, it does not hide.
  if (event.key === 'Process') return /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? null
  if (event.key.length !== 1) return null
  // The space bar presses the button that has the focus.
  const onButton = event.key === ' ' && !isTextField(document.activeElement) && document.activeElement !== document.body
  return onButton ? null : event.key
}

/** Chromium can say whether keys wait; both our shells are Chromium. */
function inputWaits(): boolean {
  const { scheduling } = navigator as { scheduling?: { isInputPending?: () => boolean } } // not in TypeScript's DOM
  return scheduling?.isInputPending?.() ?? false
}
