/** A moment as the shop's clock shows it, whatever zone this machine is in. */
export const shopTime = (atMs: number, timeZone: string, withDate = false): string =>
  // Swedish writes dates and times as ISO 8601 does.
  new Intl.DateTimeFormat('sv-SE', {
    ...(withDate && { dateStyle: 'short' as const }),
    timeStyle: withDate ? 'medium' : 'short',
    timeZone,
  }).format(atMs)
