import { DiskFault, type Disk } from '#drivers/disk/port'
import { isMissing } from '#journal/files'
import type { Finding } from '#domain/integrity'
import { z } from 'zod'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { join } from 'node:path'

/**
 * Which files the build wrote, signed with the build's key: `manifest.json` beside them. Its public half is compiled
 * into main, so a manifest that somebody made anew does not fit a main that nobody changed; who can change main can
 * change what is compiled into it (docs/decisions/0019).
 */
export const MANIFEST = 'manifest.json'
/** The folders of a build that the station runs from. */
export const PARTS = ['main', 'preload', 'renderer'] as const

const FILES_MAX = 5000
const Manifest = z.strictObject({
  format: z.literal(1),
  /** SHA-256, hex, by the path from the build's folder, with / on every system. */
  files: z.record(z.string().max(300), z.string().length(64)).refine((all) => Object.keys(all).length <= FILES_MAX),
  /** Base64 of SubjectPublicKeyInfo, and of 64 bytes. */
  key: z.base64(),
  signature: z.base64(),
})

/** What is signed. */
export const manifestText = (files: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    [
      'cashier-station manifest 1',
      ...Object.keys(files)
        .sort()
        .map((path) => `${files[path] ?? ''} ${path}`),
    ].join('\n'),
  )

/** Maps of sources are for people who look for faults; an installed program has none. */
export const isListed = (path: string): boolean => !path.endsWith('.map')
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export interface BuiltProgram {
  /** Where the build lies. */
  readonly folder: string
  /** What the program itself says its build's key is; null: the manifest's own is taken, as by a command beside it. */
  readonly key: string | null
}

export interface ProgramFound {
  readonly findings: readonly Finding[]
  /** Files as they were built. */
  readonly files: number
}

/** Findings of one kind that are named; a program that is all different is named by its first files. */
const NAMED_MAX = 20

/** Holds every file of the program against its manifest. Throws DiskFault. */
export async function checkProgram(disk: Disk, { folder, key }: BuiltProgram): Promise<ProgramFound> {
  const manifest = await readManifest(disk, join(folder, MANIFEST))
  if (manifest === null) return { findings: [amiss('manifest-missing', join(folder, MANIFEST))], files: 0 }
  if ((key !== null && key !== manifest.key) || !isSigned(manifest)) {
    return { findings: [amiss('manifest-forged', join(folder, MANIFEST))], files: 0 }
  }
  const there = (await Promise.all(PARTS.map((part) => filesIn(disk, folder, part)))).flat().filter(isListed)
  const wanted = Object.entries(manifest.files)
  const missing = wanted.filter(([path]) => !there.includes(path)).map(([path]) => path)
  const extra = there.filter((path) => !Object.hasOwn(manifest.files, path))
  const changed: string[] = []
  for (const [path, sum] of wanted) {
    if (!missing.includes(path) && sha256(await disk.read(join(folder, path))) !== sum) changed.push(path)
  }
  return {
    findings: [
      ...changed.slice(0, NAMED_MAX).map((path) => amiss('file-changed', path)),
      ...missing.slice(0, NAMED_MAX).map((path) => amiss('file-missing', path)),
      ...extra.slice(0, NAMED_MAX).map((path) => amiss('file-extra', path)),
    ],
    files: wanted.length - missing.length - changed.length,
  }
}

const ABOUT_MAX = 200
export const amiss = (code: Finding['code'], about: string, note = false): Finding => ({
  ...{ code, about: about.slice(-ABOUT_MAX), note },
})

async function readManifest(disk: Disk, path: string): Promise<z.infer<typeof Manifest> | null> {
  try {
    return Manifest.parse(JSON.parse((await disk.read(path)).toString()))
  } catch (cause) {
    if (cause instanceof DiskFault && cause.why !== 'missing') throw cause
    // It is not there, or is no manifest.
    return null
  }
}

function isSigned({ files, key, signature }: z.infer<typeof Manifest>): boolean {
  try {
    const by = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    return verify(null, manifestText(files), by, Buffer.from(signature, 'base64'))
  } catch {
    // What calls itself the key is none.
    return false
  }
}

/** Paths of all files below, from the build's folder. */
async function filesIn(disk: Disk, folder: string, path: string): Promise<string[]> {
  let names: string[]
  try {
    names = await disk.list(join(folder, path))
  } catch (cause) {
    // What can not be gone into is a file; of a folder that is not there all files are missing anyway.
    if (isMissing(cause)) return path.includes('/') ? [path] : []
    throw cause
  }
  return (await Promise.all(names.map((name) => filesIn(disk, folder, `${path}/${name}`)))).flat()
}
