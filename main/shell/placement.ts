import type { ShellOptions, WindowRole } from './port.ts'

/** One display of the machine, in its own pixels. */
export interface Screen {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly primary: boolean
}

/** Where a window goes. `full` covers the display it lies on; the rest is the size of its content. */
export interface Placement {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly full: boolean
}

/** The customer's window where it has no display of its own: development and training. */
const CUSTOMER_SIZE = { width: 1024, height: 600 }

/**
 * The cashier has the first display, the customer another one. Null when there is no other and the till is locked
 * to full screen: the customer's window would cover the till.
 */
export function placeWindow(
  role: WindowRole,
  screens: readonly Screen[],
  options: Pick<ShellOptions, 'kiosk' | 'size'>,
): Placement | null {
  const first = screens.find((screen) => screen.primary) ?? screens[0] ?? { x: 0, y: 0, ...options.size, primary: true }
  const other = screens.find((screen) => screen !== first)
  if (role === 'customer' && other) return { ...only(other), full: true }
  if (role === 'customer' && options.kiosk) return null
  const size = role === 'customer' ? CUSTOMER_SIZE : options.size
  return {
    x: first.x,
    y: first.y,
    width: Math.min(size.width, first.width),
    height: Math.min(size.height, first.height),
    full: options.kiosk,
  }
}

const only = ({ x, y, width, height }: Screen) => ({ x, y, width, height })
