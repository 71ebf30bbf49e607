import { code128 } from '#domain/code128'
import { memo } from 'react'

interface Code128Parts {
  /** Printable ASCII. */
  readonly content: string
  readonly hasFnc3: boolean
  readonly className: string | undefined
  /** For screen readers. */
  readonly label: string
}

/** Dots of the screen a module: a whole number, so that no bar is drawn half. */
const MODULE_PX = 2
/** A hand does not hold a scanner level. */
const HEIGHT_PX = 96

/** A bar code to be scanned off the screen: black on white in either theme, with the white it needs beside it. */
export const Code128 = memo(function Code128({ content, hasFnc3, className, label }: Code128Parts) {
  const { modules, bars } = code128(content, hasFnc3)
  const size = { width: modules * MODULE_PX, height: HEIGHT_PX, viewBox: `0 0 ${modules} 1` }
  return (
    <svg className={className} {...size} preserveAspectRatio="none" role="img" aria-label={label}>
      <rect width={modules} height={1} fill="#ffffff" />
      <g fill="#000000" shapeRendering="crispEdges">
        {bars.map(({ at, wide }) => (
          <rect key={at} x={at} width={wide} height={1} />
        ))}
      </g>
    </svg>
  )
})
