import { GROUP, HEAD_OFFICE_PREFIX, inGroups, isHeadOfficeCode } from '#domain/head-office-code'
import { orTell } from '../../parts/told.ts'
import { cashierNow, station } from '../../station.ts'

/** Whether what was scanned is for head office's door, and whoever is on duty may open it. */
export function isForActivation(code: string): boolean {
  const role = cashierNow()?.operator?.role
  return isHeadOfficeCode(code) && (role === 'manager' || role === 'it')
}

/** Whether the code did its work. */
export const enterCode = async (code: string): Promise<boolean> =>
  (await orTell(station.activation.enter({ code }))) !== null

/** A code as it is read on paper, however it was typed. */
export const grouped = (text: string): string =>
  inGroups(text.toUpperCase().replace(HEAD_OFFICE_PREFIX, '').replace(/[\s-]/g, '')).replaceAll('-', ' ')

export function counted(code: string): { count: number; groups: number } {
  const { length } = code.replace(/[\s-]/g, '')
  return { count: length, groups: Math.ceil(length / GROUP) }
}
