/** The function bar: each key and what it does. The help shows the same list. */
export type FunctionAct =
  | 'help'
  | 'search'
  | 'quantity'
  | 'adjust'
  | 'park'
  | 'recall'
  | 'removeLine'
  | 'find'
  | 'cash'
  | 'card'
  | 'scan'
  | 'more'

export const FUNCTION_KEYS: readonly { readonly key: string; readonly act: FunctionAct }[] = [
  { key: 'F1', act: 'help' },
  { key: 'F2', act: 'search' },
  { key: 'F3', act: 'quantity' },
  { key: 'F4', act: 'adjust' },
  { key: 'F5', act: 'park' },
  { key: 'F6', act: 'recall' },
  { key: 'F7', act: 'removeLine' },
  { key: 'F8', act: 'find' },
  { key: 'F9', act: 'cash' },
  { key: 'F10', act: 'card' },
  { key: 'F11', act: 'scan' },
  { key: 'F12', act: 'more' },
]
