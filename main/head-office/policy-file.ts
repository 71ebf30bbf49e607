import { settingsChanged, type Accepted } from '#domain/integrity'
import { refused } from '#domain/result'
import type { Till } from '#domain/till'
import type { Disk } from '#drivers/disk/port'
import { isMissing, writeWhole } from '#journal/files'
import { headOfficeHashes } from '../integrity/setting-hashes.ts'
import { judgePolicy, type JudgedPolicy } from './policy.ts'
import { headOfficeIn, trustNow, trustOf, type HeadOfficeFile } from './trust.ts'
import { join } from 'node:path'

/** What head office set for this station: `settings/policy-from-head-office.json`, as it signed it. */
export const POLICY_FILE = 'policy-from-head-office.json'

export interface PolicyPlace {
  readonly disk: Disk
  /** The station's data folder. */
  readonly folder: string
}

/**
 * Puts a policy where the station finds it, if head office signed it for this merchant and it is no older than the one
 * that lies there. It counts once the station has judged it again. Throws FileRefused and DiskFault.
 */
export async function takePolicy(place: PolicyPlace, text: string): Promise<JudgedPolicy> {
  const { disk, folder } = place
  const trust = trustOf((await headOfficeIn(disk, folder)).data)
  const lies = await textIn(place)
  const before = lies === null ? null : judgePolicy(lies, { trust, newestMs: null })
  const judged = judgePolicy(text, { trust, newestMs: before?.ok === true ? before.value.issuedMs : null })
  if (judged.ok) await put(place, text)
  return judged
}

/** What lies there, judged by what the station knows; null where nothing does. Throws FileRefused and DiskFault. */
export async function policyIn(
  place: PolicyPlace,
  till: Pick<Till, 'policyIssuedMs' | 'integrity' | 'postings'>,
): Promise<JudgedPolicy | null> {
  const { policyIssuedMs: newestMs, integrity } = till
  const text = await textIn(place)
  if (text === null) return null
  const headOffice = (await headOfficeIn(place.disk, place.folder)).data
  const judged = judgePolicy(text, { trust: trustNow(trustOf(headOffice), till), newestMs })
  if (!judged.ok || judged.value.issuedMs === newestMs) return judged
  // Else whoever writes a key of their own into the settings would loosen the policy by the same stroke.
  const changed = trustChanged(headOffice, integrity.accepted)
  return changed.length === 0 ? judged : { ...refused('policy-waits'), about: changed.join(', ') }
}

const OF_TRUST = new Set(['keys', 'merchant'])

/** What of it no manager has accepted. */
export function trustChanged(headOffice: HeadOfficeFile, accepted: Accepted | null): string[] {
  if (accepted === null) return []
  const now = headOfficeHashes(headOffice).filter(({ field }) => OF_TRUST.has(field))
  const known = ({ file, field }: { file: string; field: string }) =>
    now.some((each) => each.file === file && each.field === field)
  return settingsChanged(accepted.hashes.filter(known), now)
}

async function textIn({ disk, folder }: PolicyPlace): Promise<string | null> {
  try {
    return (await disk.read(join(folder, 'settings', POLICY_FILE))).toString()
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
}

async function put({ disk, folder }: PolicyPlace, text: string): Promise<void> {
  const path = join(folder, 'settings', POLICY_FILE)
  await disk.makeFolder(join(folder, 'settings'))
  await writeWhole(disk, `${path}.new`, Buffer.from(text))
  await disk.rename(`${path}.new`, path)
  await disk.syncFolder(join(folder, 'settings'))
}
