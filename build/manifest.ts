import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isListed, MANIFEST, manifestText, PARTS, sha256 } from '../main/integrity/manifest.ts'

/**
 * The build's list of its own files, signed. A release is signed with the key that `STATION_BUILD_KEY` names (Ed25519,
 * PEM). Elsewhere each build makes a key of its own and forgets it: that shows what was changed since, and by the key
 * compiled into main that the list is this build's; it does not show who built it.
 */
export interface BuildKey {
  readonly privateKey: KeyObject
  /** Base64 of SubjectPublicKeyInfo, compiled into main. */
  readonly publicKey: string
}

export function makeBuildKey(named = process.env['STATION_BUILD_KEY']): BuildKey {
  const privateKey =
    named === undefined ? generateKeyPairSync('ed25519').privateKey : createPrivateKey(readFileSync(named))
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return { privateKey, publicKey: spki.toString('base64') }
}

/** Writes the manifest of what lies in this build's folder now. */
export function writeManifest(out: string, { privateKey, publicKey }: BuildKey): void {
  const files = Object.fromEntries(
    PARTS.flatMap((part) => filesIn(out, part))
      .filter(isListed)
      .sort()
      .map((path) => [path, sha256(readFileSync(join(out, path)))]),
  )
  const signature = sign(null, manifestText(files), privateKey).toString('base64')
  writeFileSync(join(out, MANIFEST), `${JSON.stringify({ format: 1, files, key: publicKey, signature }, null, 1)}\n`)
}

const filesIn = (out: string, path: string): string[] =>
  !existsSync(join(out, path))
    ? []
    : readdirSync(join(out, path), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? filesIn(out, `${path}/${entry.name}`) : [`${path}/${entry.name}`],
      )

/** For each part of the build: whichever ends last writes the list of all. */
export const manifestPlugin = (out: string, key: BuildKey) => ({
  ...{ name: 'station-manifest', apply: 'build' as const },
  closeBundle: () => writeManifest(out, key),
})
