import iconv from 'iconv-lite'

/**
 * What was scanned, as text. A scanner gives bytes: ASCII with a separator (GS) in most, UTF-8 or the Chinese national
 * encoding in a QR code of words; which of them, no field says. No byte is dropped.
 */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    // Not UTF-8, which other encodings seldom are by chance.
    return iconv.decode(Buffer.from(bytes), 'gb18030')
  }
}
