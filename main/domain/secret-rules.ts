/** What a void password must be at the least. The full rules (history, age, strength in words) grow here. */
export const SECRET_LENGTH_MIN = 6

/** Defaults of the trade's terminals and the first things anybody tries. */
const KNOWN = new Set(['000000', '123456', '654321', '111111', '888888', '666666', '12345678', '88888888', 'password'])

export function isWeakSecret(secret: string, ownNumbers: readonly string[]): boolean {
  if (secret.length < SECRET_LENGTH_MIN || KNOWN.has(secret.toLowerCase())) return true
  // One sign repeated, or a run up or down, is guessed from across the counter.
  const steps = new Set(Array.from(secret.slice(1), (sign, i) => sign.charCodeAt(0) - secret.charCodeAt(i)))
  if (steps.size === 1 && [0, 1, -1].includes([...steps][0] ?? 9)) return true
  // A person's own number, once or again and again, is on their name badge.
  return ownNumbers.some((number) => secret.replaceAll(number, '') === '')
}
