import { dirname, join, normalize } from 'node:path'

/** The architecture: who may import what. What is not listed is forbidden; the longest room name wins. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'main/domain': [],
  'main/contract': ['main/domain', 'zod'],
  'main/journal': [
    ...['main/domain', 'drivers', 'lowdb', 'zod', 'node:crypto', 'node:zlib', 'node:path', 'node:process'],
    'node:util',
  ],
  // The only one that knows ciphers. It does not know the station, which starts it.
  'main/backup': ['main/domain', 'main/journal', 'drivers', 'lowdb', 'zod', 'node:crypto', 'node:zlib', 'node:path'],
  // node:crypto: the station's own key, and the pepper of hashes.
  main: [
    'main/backup',
    'main/tables',
    'main/passkeys',
    'main/postings',
    'main/domain',
    'main/contract',
    'main/journal',
    'drivers',
    'lowdb',
    'zod',
    'node:path',
    'node:crypto',
    'otpauth',
  ],
  // It alone unpacks what head office packed.
  'main/postings': [
    ...['main', 'main/domain', 'main/contract', 'main/journal', 'drivers', 'lowdb', 'zod', 'node:path', 'node:crypto'],
    'node:zlib',
  ],
  // It alone knows how authenticators sign.
  'main/passkeys': [
    ...['main', 'main/domain', 'main/contract', 'main/journal', 'drivers', 'lowdb', 'zod', 'node:path', 'node:crypto'],
    '@simplewebauthn/server',
  ],
  // What leaves the station for people: it alone knows tables and signatures; csv-parse reads tables back in its tests.
  'main/export': [
    ...['main', 'main/domain', 'main/journal', 'drivers', 'zod', 'node:path', 'node:crypto'],
    'csv-parse',
  ],
  // Reading tables from outside: nobody else in main needs to know CSV or encodings.
  'main/tables': ['main/domain', 'csv-parse', 'iconv-lite'],
  'main/catalogue/import': ['main', 'main/tables', 'main/domain', 'main/journal', 'drivers'],
  // Head office's book of record: no station, no window.
  'main/ledger': [
    ...['main', 'main/domain', 'main/journal', 'drivers', 'drivers/ledger', 'zod', 'node:crypto', 'node:util'],
  ],
  'main/shell': ['main', 'main/domain', 'main/contract', 'main/journal', 'drivers', 'node:', 'electron'],
  // One place for ciphers: what a shell’s own library has, and what it has not.
  'drivers/cipher': ['node:crypto', 'node:module', 'node:net', 'node-forge', 'sm-crypto-v2'],
  // The one place that knows PostgreSQL.
  'drivers/ledger': ['drivers', 'node:', 'pg'],
  drivers: [
    ...['drivers/cipher', 'node:', '@node-rs/argon2', 'pino', 'node-thermal-printer', 'iconv-lite', 'qr', 'nodemailer'],
    ...['usb', 'node-hid', 'serialport', 'zod', '@nats-io'],
  ],
  preload: ['main/contract', 'electron'],
  renderer: [
    ...['main/domain', 'main/contract', 'react', 'react-dom', 'react-aria-components', 'lucide-react', 'qr'],
    ...['i18next', 'react-i18next', 'zustand', '@fontsource-variable/noto-sans-sc'],
  ],
  // Head office's tools for the hub: the only place that signs for it.
  'build/hub': [
    'build',
    'main',
    'main/domain',
    'main/postings',
    'main/catalogue/import',
    'drivers',
    'drivers/cipher',
    'node:',
    '@nats-io',
  ],
  build: [
    'build/hub',
    'main',
    'main/export',
    'main/backup',
    'main/ledger',
    'main/catalogue/import',
    'main/shell',
    'main/domain',
    'main/journal',
    'drivers',
    'drivers/ledger',
    'node:',
    'electron-vite',
    'electron-builder',
    'qr',
  ],
  tests: ['*'],
}

/** Single files that stand for another room: the start picks a shell, so it counts as one. */
const COUNTS_AS: Readonly<Record<string, string>> = { 'main/index.ts': 'main/shell' }
/** In tests beside the code; postal-mime reads mails as others do, iconv-lite writes what spreadsheets do. */
const TEST_TOOLS = [
  ...['vitest', 'fast-check', 'node:', 'tests', 'drivers', 'main', 'main/domain', 'main/contract'],
  ...['postal-mime', 'iconv-lite'],
]

export interface Source {
  readonly path: string
  readonly text: string
}

const IMPORTS = [
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]/g,
  /(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
]

export function roomOf(path: string): string | null {
  const named = COUNTS_AS[path]
  if (named !== undefined) return named
  const rooms = Object.keys(ROOMS).filter((room) => path.startsWith(`${room}/`))
  return rooms.sort((a, b) => b.length - a.length)[0] ?? null
}

/** Every breach of the table as a sentence, and the rooms that were seen. */
export function breaches(sources: readonly Source[], doors: Readonly<Record<string, string>>) {
  const seen = new Set<string>()
  const sentences: string[] = []
  for (const { path, text } of sources) {
    const room = roomOf(path)
    if (room === null) continue
    seen.add(room)
    for (const name of importsOf(text)) {
      const target = targetOf(path, name, doors)
      if (!allowed(path, room, target)) sentences.push(`${path}: ${room} may not import ${target.name}`)
    }
  }
  return { sentences, seen }
}

export const importsOf = (text: string): string[] =>
  IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))

interface Target {
  /** What the sentence calls it. */
  readonly name: string
  /** A room of ours, or null for a package. */
  readonly room: string | null
}

function targetOf(from: string, name: string, doors: Readonly<Record<string, string>>): Target {
  if (name.startsWith('.')) {
    const path = normalize(join(dirname(from), name)).replaceAll('\\', '/')
    return { name: path, room: roomOf(path) ?? path }
  }
  if (!name.startsWith('#')) return { name, room: null }
  for (const [door, place] of Object.entries(doors)) {
    const [before = '', after] = door.split('*')
    if (after === undefined ? name === door : name.startsWith(before)) {
      const path = place.replace('./', '').replace('*', name.slice(before.length))
      return { name: path, room: roomOf(path) }
    }
  }
  return { name: `${name} (no such door)`, room: name }
}

function allowed(path: string, room: string, target: Target): boolean {
  if (target.room === room) return true
  const list = [...(ROOMS[room] ?? []), ...(/\.test\.tsx?$/.test(path) ? TEST_TOOLS : [])]
  if (list.includes('*')) return true
  if (target.room !== null) return list.includes(target.room)
  return list.some(
    (entry) => target.name === entry || target.name.startsWith(entry.endsWith(':') ? entry : `${entry}/`),
  )
}
