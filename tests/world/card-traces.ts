import { TEST_CARDS, track2Of } from '#drivers/acquirer/virtual/cards'
import { readHostState } from '#drivers/acquirer/virtual/kept-state'
import { pinBlock0 } from '#drivers/pin-pad/pin-block'
import { keyFileSealing } from '#drivers/sealing/key-file'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of the Chromium shell, and of the double that Electron is tried with. */
const KEYCHAINS = [join('shell', 'keys'), join('shell', 'emulated-keychain')]

/** What of cards and keys must be nowhere in the clear once a station in training has taken cards, by name. */
export async function cardSecrets(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const file = readFileSync(join(folder, 'sealed', 'practice-bank.json'), 'utf8')
  const { data } = JSON.parse(file) as { data: { sealed: string } } // as the bank keeps its books
  // A shell says in front where it sealed it.
  const sealed = data.sealed.split(':').at(-1) ?? ''
  const keychains = KEYCHAINS.map((at) => keyFileSealing(join(folder, at)).unseal(sealed))
  const clear = (await Promise.all(keychains)).find((each) => each !== null)
  const books = JSON.parse(clear ?? '{}') as { tmk: string; state: string }
  const state = readHostState(books.state)
  if (!state?.keys) throw new Error('the bank has given no keys')
  const { pik, mak } = state.keys
  const all = new Map<string, Uint8Array>([
    ...([['the master key', Buffer.from(books.tmk, 'hex')]] as const),
    ...([['the PIN key', pik]] as const),
    ...([['the MAC key', mak]] as const),
  ])
  for (const [name, card] of Object.entries(TEST_CARDS)) {
    all.set(`the number of ${name}`, Buffer.from(card.pan, 'latin1'))
    all.set(`the track of ${name}`, Buffer.from(track2Of(card).slice(-17), 'latin1'))
    if (card.pin !== null) all.set(`the PIN block of ${name}`, pinBlock0({ pin: card.pin, pan: card.pan }, pik))
  }
  return all
}

/** As it is, in hex of both kinds, in base64. */
const shapesOf = (secret: Uint8Array): string[] => {
  const bytes = Buffer.from(secret)
  const base64 = bytes.toString('base64').replace(/=+$/, '').slice(0, -1)
  return [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('hex').toUpperCase(), base64]
}

export function tracesIn(text: string, secrets: ReadonlyMap<string, Uint8Array>): string[] {
  return [...secrets].flatMap(([name, secret]) => (shapesOf(secret).some((each) => text.includes(each)) ? [name] : []))
}

/** Every file of a data folder, but for the browser's own. */
export function tracesInFolder(folder: string, secrets: ReadonlyMap<string, Uint8Array>) {
  const found: string[] = []
  let files = 0
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || path.startsWith(join(folder, 'shell', 'browser'))) continue
    files++
    found.push(...tracesIn(readFileSync(path, 'latin1'), secrets).map((name) => `${path}: ${name}`))
  }
  return { files, found }
}
