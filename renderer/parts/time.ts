/** A moment as the shop's clock shows it, whatever zone this machine is in. */
export const shopTime = (atMs: number, timeZone: string, withDate = false): string =>
  formatFor(timeZone, withDate).format(atMs)

/** Making one costs more than a frame can spare; a shop has one zone. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(timeZone: string, withDate: boolean): Intl.DateTimeFormat {
  const name = `${timeZone} ${String(withDate)}`
  const known = formats.get(name)
  if (known) return known
  // Swedish writes dates and times as ISO 8601 does.
  const made = new Intl.DateTimeFormat('sv-SE', {
    ...(withDate && { dateStyle: 'short' as const }),
    timeStyle: withDate ? 'medium' : 'short',
    timeZone,
  })
  formats.set(name, made)
  return made
}
