/** What people and scanners see of a code that head office gave: `main/head-office` alone knows what is in it. */

/** How one begins in a QR code, so that a scan is told from goods; people leave it out. */
export const HEAD_OFFICE_PREFIX = 'HO1:'

export const isHeadOfficeCode = (text: string): boolean => text.trim().toUpperCase().startsWith(HEAD_OFFICE_PREFIX)

/** Signs of a group, as a code is printed and typed. */
export const GROUP = 5

export const inGroups = (signs: string, size: number = GROUP): string =>
  (signs.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join('-')
