import type { DevicesView } from '#contract/devices'
import type { Language } from '#contract/shapes'
import type { TFunction } from 'i18next'

type Device = NonNullable<DevicesView['roles'][number]['device']>
const HEX = 16
const id = (number: number): string => number.toString(HEX).padStart(4, '0')

/** What is said in both languages, in this page's. */
export const inLanguage = (said: { readonly zh: string; readonly en: string }, language: Language): string =>
  language === 'en' ? said.en : said.zh

/** A device in a line: its make, its ids, and what tells it from another one of the same kind. */
export function describe({ vendor, product, serial, place }: Device, make: string, t: TFunction): string {
  const which = serial === null || serial === '' ? '' : t('devices.serial', { serial })
  const where = place === null ? '' : t('devices.place', { place })
  const ids = vendor === null || product === null ? '' : `${id(vendor)}:${id(product)}`
  return [make, ids, which, where].filter((part) => part !== '').join(' · ')
}
