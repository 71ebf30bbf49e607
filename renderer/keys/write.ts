/** A field of text, where signs are written. */
export type TextField = HTMLInputElement | HTMLTextAreaElement

export const isTextField = (element: Element | null): element is TextField =>
  (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) && !element.readOnly

/** Writes as a person would have: at the caret, heard by React, undone by Ctrl+Z. */
export function write(field: TextField, text: string): void {
  if (document.activeElement !== field) field.focus()
  // The only way a page can type and keep the undo list; nothing has taken its place, and both our shells have it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  document.execCommand('insertText', false, text)
}

/** Takes the last sign away, or all of them, as a person would have. */
export function erase(field: TextField, all: boolean): void {
  if (document.activeElement !== field) field.focus()
  if (all) field.select()
  // As above.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  document.execCommand('delete')
}

/** Takes back what an input method wrote: it is ended by losing the focus, then the old value is set. */
export function putBack(field: TextField, value: string): void {
  field.blur()
  // React watches the value through the element's own property and would take a plain assignment for its own.
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.focus()
}
