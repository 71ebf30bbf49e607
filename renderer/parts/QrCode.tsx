import encodeQR from 'qr'
import { memo } from 'react'

interface QrCodeParts {
  /** Printable ASCII. */
  readonly content: string
  readonly className: string | undefined
}

/** A QR code, drawn as it is on paper. */
export const QrCode = memo(function QrCode({ content, className }: QrCodeParts) {
  const modules = encodeQR(content, 'raw', { ecc: 'medium', border: 1 })
  const dark = modules.flatMap((row, y) => row.flatMap((is, x) => (is ? [`M${x} ${y}h1v1h-1z`] : [])))
  return (
    <svg className={className} viewBox={`0 0 ${modules.length} ${modules.length}`} aria-hidden="true">
      <path d={dark.join('')} />
    </svg>
  )
})
