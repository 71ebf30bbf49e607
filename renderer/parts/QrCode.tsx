import encodeQR from 'qr'
import { memo } from 'react'

interface QrCodeParts {
  readonly content: string
  readonly className: string | undefined
  /** For screen readers; none where what is beside it says the same. */
  readonly label?: string
}

/** A QR code, drawn as it is on paper. */
export const QrCode = memo(function QrCode({ content, className, label }: QrCodeParts) {
  const modules = encodeQR(content, 'raw', { ecc: 'medium', border: 1 })
  const dark = modules.flatMap((row, y) => row.flatMap((is, x) => (is ? [`M${x} ${y}h1v1h-1z`] : [])))
  const said = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg className={className} viewBox={`0 0 ${modules.length} ${modules.length}`} {...said}>
      <path d={dark.join('')} />
    </svg>
  )
})
