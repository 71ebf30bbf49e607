import { call } from './define.ts'
import { Language, Nothing, OperatorNumber, PersonName, Secret, Theme } from './shapes.ts'
import { z } from 'zod'

/** Who works here, and how the screen speaks to them. */
export const operators = {
  /** The first-run question: who sells, who approves, and that manager's void password. Only while nobody is known. */
  begin: call({
    by: 'anyone',
    changes: true,
    takes: z.strictObject({
      cashier: z.strictObject({ number: OperatorNumber, name: PersonName }),
      manager: z.strictObject({ number: OperatorNumber, name: PersonName }),
      voidPassword: Secret,
    }),
    gives: Nothing,
    refuses: ['already-begun', 'same-number', 'void-password-weak'],
  }),
  setAppearance: call({
    by: 'anyone',
    changes: true,
    takes: z.strictObject({ language: Language, theme: Theme }),
    gives: Nothing,
    refuses: [],
  }),
}
