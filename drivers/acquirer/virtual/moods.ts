/**
 * What goes wrong with one request. Said and not done: `code-77`, `code-99`, `code-A0` · done, and the answer is not
 * what it should be: `bad-mac`, `no-mac`, `bad-kcv`, `wrong-tpdu`, `asks-sign-in` (in the header), `in-part` (half of a
 * sale, code 10) · `unbalanced`: whatever the totals are · `settle-error`: they are not looked at · `reversal-25`,
 * `reversal-12`: done, and called unknown · `reversal-96`: not done.
 */
export const HOST_MOODS = [
  ...(['code-77', 'code-99', 'code-A0', 'bad-mac', 'no-mac', 'bad-kcv', 'wrong-tpdu', 'asks-sign-in'] as const),
  ...(['in-part', 'unbalanced', 'settle-error', 'reversal-25', 'reversal-12', 'reversal-96'] as const),
] as const
export type HostMood = (typeof HOST_MOODS)[number]

/**
 * What goes wrong on the line. `lost-request`: it is never seen · `late-request`: carried out when nobody waits now
 * · `no-answer`, `late`: done, and the answer is lost, or late · `doubled`: the answer twice · `truncated`: half of it,
 * and no more · `two-in-one`: another’s answer before it, in one piece · `garbage`: what is no frame.
 */
export const LINE_MOODS = [
  ...(['lost-request', 'late-request', 'no-answer', 'late', 'doubled', 'truncated', 'two-in-one', 'garbage'] as const),
] as const
export type LineMood = (typeof LINE_MOODS)[number]

/** The line breaks when so many bytes of the frame are over it. */
export interface Cut {
  readonly is: 'cut'
  readonly what: 'request' | 'answer'
  readonly at: number
}
export type Mood = HostMood | LineMood | Cut

export const isHostMood = (mood: Mood | null): mood is HostMood => HOST_MOODS.some((each) => each === mood)

const FINANCIAL = ['0100', '0200', '0220', '0400']
const OF: Readonly<Partial<Record<HostMood, readonly string[]>>> = {
  ...{ 'code-77': FINANCIAL, 'code-99': FINANCIAL, 'code-A0': FINANCIAL, 'bad-mac': FINANCIAL, 'no-mac': FINANCIAL },
  ...{ 'bad-kcv': ['0800'], 'in-part': ['0200'], unbalanced: ['0500'], 'settle-error': ['0500'] },
  ...{ 'reversal-25': ['0400'], 'reversal-12': ['0400'], 'reversal-96': ['0400'] },
}
const MTI_AT = 11
const mtiOf = (content: Uint8Array): string => Buffer.from(content.subarray(MTI_AT, MTI_AT + 2)).toString('hex')
const ORDERS = ['0100', '0200', '0220']
/** Whether it asks for money to be moved, held or given back: neither a reversal nor talk about the terminal. */
export const isOrder = (content: Uint8Array): boolean => ORDERS.includes(mtiOf(content))

/** Whether it can befall this request, `content` being what the frame’s length counts: otherwise it waits for one. */
export function befalls(mood: Mood, content: Uint8Array): boolean {
  return !isHostMood(mood) || (OF[mood]?.includes(mtiOf(content)) ?? true)
}
