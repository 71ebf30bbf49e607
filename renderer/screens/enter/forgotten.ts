import { isHeadOfficeCode } from '#domain/head-office-code'
import { create } from 'zustand'
import { dismiss } from '../../parts/told.ts'
import { cashierNow } from '../../station.ts'
import { grouped } from '../activation/entering.ts'

/** The way back in for whoever forgot a secret: shut, what to do about it, or the form with the code so far. */
interface Forgotten {
  readonly at: 'shut' | 'advice' | 'form'
  /** In groups. */
  readonly code: string
}

const SHUT: Forgotten = { at: 'shut', code: '' }
export const useForgotten = create<Forgotten>(() => SHUT)

/** Whether what was scanned is for setting a secret anew: nobody is on duty who could do anything else with it. */
export function isForForgotten(code: string): boolean {
  const stage = cashierNow()?.stage
  return isHeadOfficeCode(code) && (stage === 'sign-in' || stage === 'locked')
}

const show = (now: Forgotten): void => {
  // What was told at the sign-in is not about this.
  dismiss()
  useForgotten.setState(now)
}
export const openAdvice = (): void => show({ at: 'advice', code: '' })
export const openForgotten = (code: string): void => show({ at: 'form', code: grouped(code) })
export const setForgottenCode = (code: string): void => useForgotten.setState({ code })

/** What was told in it ends with it, and the code is not kept. */
export const shutForgotten = (): void => show(SHUT)
