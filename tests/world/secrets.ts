import { isCardNumber } from '#domain/card-number'
import type { Disk } from '#drivers/disk/port'
import {
  CASHIER_PASSWORD,
  MANAGER_PASSWORD,
  NEW_SECRETS,
  SECOND_MANAGER,
  SERVER_PASSWORD,
  VOID_PASSWORD,
} from './people.ts'
import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

/**
 * Every byte that stations write while the tests run is searched for what must never be written: the passwords of those
 * who work there, what authenticators were told, card numbers that were planted where a card number could get in, and
 * private keys but in `sealed/`.
 * `npm test` gives a folder for what was found, and adds it up at its end.
 */
export const PLANTED_CARD = '6212345678901232'
const PASSWORDS = [
  ...[MANAGER_PASSWORD, CASHIER_PASSWORD, VOID_PASSWORD, SECOND_MANAGER.password, SECOND_MANAGER.voidPassword],
  ...[SERVER_PASSWORD, ...Object.values(NEW_SECRETS)],
]
/** The folder for what was found; without it, as in a run of a single part, it is only kept in memory. */
export const SEARCHED_VARIABLE = 'STATION_SEARCHED'

export interface Searched {
  files: number
  bytes: number
  /** What was found where. */
  readonly found: string[]
}

/** As a word of its own: amounts and hashes have such digits by chance. In JSON amounts follow a colon or a comma. */
const word = (secret: string) => new RegExp(`(?<![\\w:.,\\[-])${secret}(?!\\w)`)
const SECRETS = PASSWORDS.map((secret) => [`the password ${secret}`, word(secret)] as const)
const CARDS = /(?<![\w-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{4})(?![\w-])/g
/** How PKCS #8 of Ed25519 and PEM of any key begin. */
const KEYS = /MC4CAQAwBQYDK2VwBCIEI|PRIVATE KEY-----/

/** Codes of head office that tests made: whoever reads one in a file could use it. */
const CODES = new Set<string>()
export const alsoSearchFor = (code: string): void => void CODES.add(code.replaceAll('-', ''))

export function secretsIn(bytes: Uint8Array, path: string): string[] {
  // One sign a byte: what is looked for is ASCII, and text around it must not matter.
  const text = Buffer.from(bytes).toString('latin1')
  const cards = [...text.matchAll(CARDS)].map(([all]) => all.replace(/[ -]/g, '')).filter(isCardNumber)
  return [
    ...SECRETS.filter(([, pattern]) => pattern.test(text)).map(([what]) => what),
    ...[...CODES].filter((code) => text.replaceAll('-', '').includes(code)).map(() => 'a code of head office'),
    ...(text.includes(PLANTED_CARD) ? ['the planted card number'] : []),
    ...cards.map((digits) => `what looks like a card number, ${digits}`),
    ...(text.includes('otpauth:') ? ['what an authenticator was told'] : []),
    ...(KEYS.test(text) && !path.split(sep).includes('sealed') ? ['a private key'] : []),
  ].map((what) => `${path}: ${what}`)
}

const searched: Searched = { files: 0, bytes: 0, found: [] }
const folder = process.env[SEARCHED_VARIABLE]
const report = folder === undefined ? null : join(folder, `${process.pid}-${process.hrtime.bigint()}.jsonl`)
/** Told so often: a process that is killed has told nearly all, and what was found is told at once. */
const UNTOLD_BYTES_MAX = 65_536
let untold: Searched = { files: 0, bytes: 0, found: [] }

function note(found: Searched): void {
  for (const each of [searched, untold]) {
    each.files += found.files
    each.bytes += found.bytes
    each.found.push(...found.found)
  }
  if (found.found.length > 0 || untold.bytes > UNTOLD_BYTES_MAX) tell()
}

function tell(): void {
  if (report !== null && untold.bytes > 0) appendFileSync(report, `${JSON.stringify(untold)}\n`)
  untold = { files: 0, bytes: 0, found: [] }
}
process.on('exit', tell)

/** Whether a run wants to know: elsewhere, as where time is measured, searching would only cost. */
export const isSearching = report !== null

/** All that this process has searched so far. */
export const searchedSoFar = (): Searched => ({ ...searched, found: [...searched.found] })

/** The disk with everything searched that is written to it, also what is cut off or removed again. */
export const watched = (disk: Disk): Disk => ({
  ...disk,
  open: async (path, mode) => {
    const file = await disk.open(path, mode)
    note({ files: mode === 'create' ? 1 : 0, bytes: 0, found: [] })
    return {
      ...file,
      write: (bytes, position) => {
        note({ files: 0, bytes: bytes.length, found: secretsIn(bytes, path) })
        return file.write(bytes, position)
      },
    }
  },
})

const OF_BROWSERS = new Set(['shell', 'tmp'])

/** What a program wrote to a real data folder, after it has ended. Its browser's own files are not the station's. */
export function searchFolder(data: string): void {
  searchIn(data)
  // At once: what calls this may be the last thing its process does.
  tell()
}

function searchIn(data: string): void {
  for (const entry of entriesIn(data)) {
    const path = join(data, entry.name)
    if (entry.isDirectory() && !OF_BROWSERS.has(entry.name)) searchIn(path)
    if (!entry.isFile()) continue
    const bytes = readFileSync(path)
    note({ files: 1, bytes: bytes.length, found: secretsIn(bytes, path) })
  }
}

function entriesIn(data: string) {
  try {
    return readdirSync(data, { withFileTypes: true })
  } catch {
    // A station that was to fail may have made no folder.
    return []
  }
}

/** What all processes of a run have told. */
export function toldIn(reports: string): Searched {
  const all: Searched = { files: 0, bytes: 0, found: [] }
  for (const name of readdirSync(reports)) {
    for (const line of readFileSync(join(reports, name), 'utf8')
      .split('\n')
      .filter((each) => each !== '')) {
      const { files, bytes, found } = JSON.parse(line) as Searched // as `tell` wrote it
      all.files += files
      all.bytes += bytes
      all.found.push(...found)
    }
  }
  return all
}
