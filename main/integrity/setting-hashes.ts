import type { SettingHash } from '#domain/integrity'
import type { CatalogueGoods } from '../catalogue/catalogue.ts'
import { HEAD_OFFICE_FILE, NO_HEAD_OFFICE, type HeadOfficeFile } from '../head-office/trust.ts'
import { DEFAULTS, type SettingsFile } from '../settings.ts'
import { sha256 } from './manifest.ts'

export interface ReadSettings {
  /** As `station.json` says it, whatever was said at the start. */
  readonly stored: SettingsFile
  readonly headOffice: HeadOfficeFile
  /** Null where none were imported. */
  readonly goods: readonly CatalogueGoods[] | null
}

export type HashedSetting = SettingHash & { readonly isDefault: boolean }

/**
 * Of each setting by itself, so that what was changed has a name; of the goods as a whole. What is hashed is what was
 * understood, not the file's bytes: a setting that an update adds with its default is nobody's change.
 */
export const hashesOf = ({ stored, headOffice, goods }: ReadSettings): HashedSetting[] => [
  ...hashed('station.json', stored, DEFAULTS),
  ...headOfficeHashes(headOffice),
  ...(goods ? hashed('goods.json', { goods }, {}) : []),
]

export const headOfficeHashes = (headOffice: HeadOfficeFile): HashedSetting[] =>
  hashed(HEAD_OFFICE_FILE, headOffice, NO_HEAD_OFFICE)

function hashed(file: string, values: object, defaults: object): HashedSetting[] {
  const sum = (value: unknown) => sha256(Buffer.from(JSON.stringify(value)))
  const usual = new Map(Object.entries(defaults).map(([field, value]) => [field, sum(value)]))
  return Object.entries(values).map(([field, value]) => {
    const sum256 = sum(value)
    return { file, field, sha256: sum256, isDefault: usual.get(field) === sum256 }
  })
}
