import { isHeadOfficeCode } from '#domain/head-office-code'
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
