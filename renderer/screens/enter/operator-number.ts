/** What a number of an operator looks like; main has the last word. */
export const OPERATOR_NUMBER = /^\d{2,6}$/
export const NUMBER_MAX = 6
