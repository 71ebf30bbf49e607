import type { Listen, PageEvent, PageWindow } from './dom.ts'
import { guard } from './guard.ts'
import { expect, test } from 'vitest'

/** A window that only knows who listens: the guard is asked about single keys. */
function prevents(type: string, event: Partial<PageEvent>): boolean {
  const listeners = new Map<string, Listen>()
  // The guard uses one method of a window.
  guard({ addEventListener: (name: string, listen: Listen) => listeners.set(name, listen) } as unknown as PageWindow)
  let prevented = false
  const whole = {
    ...{ key: '', button: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...event },
    getModifierState: (name: string) => name === 'AltGraph' && event.detail === 'AltGraph',
    preventDefault: () => (prevented = true),
  }
  // An event as far as the guard reads it.
  listeners.get(type)?.(whole as unknown as PageEvent)
  return prevented
}

const ctrl = (key: string, more: Partial<PageEvent> = {}) => prevents('keydown', { key, ctrlKey: true, ...more })

test('no function key acts on the browser', () => {
  for (let n = 1; n <= 12; n++) expect(prevents('keydown', { key: `F${n}` })).toBe(true)
})

test.each('w s p r t n o l f h j u d k e g + - = 0 F4 Tab PageUp'.split(' '))('Ctrl+%s does nothing', (key) => {
  expect(ctrl(key)).toBe(true)
  expect(ctrl(key.toUpperCase(), { shiftKey: true })).toBe(true)
})

test.each(['A', 'C', 'X', 'Delete'])('Ctrl+Shift+%s opens no tool', (key) => {
  expect(ctrl(key, { shiftKey: true })).toBe(true)
})

test('text can still be edited and written', () => {
  for (const key of 'a c v x y z ArrowLeft Backspace Delete Home'.split(' ')) expect(ctrl(key)).toBe(false)
  for (const key of ['ArrowLeft', 'End', 'Z']) expect(ctrl(key, { shiftKey: true })).toBe(false)
  for (const key of '1 . A a 可 Enter Tab Escape Backspace Process'.split(' '))
    expect(prevents('keydown', { key })).toBe(false)
  expect(ctrl('€', { altKey: true, detail: 'AltGraph' })).toBe(false)
})

test('no zoom by wheel, no way back by mouse, no menu, nothing dropped', () => {
  expect(prevents('wheel', { ctrlKey: true })).toBe(true)
  expect(prevents('wheel', {})).toBe(false)
  expect(prevents('mousedown', { button: 0 })).toBe(false)
  for (const button of [3, 4]) expect(prevents('mouseup', { button })).toBe(true)
  for (const type of ['contextmenu', 'drop']) expect(prevents(type, {})).toBe(true)
  expect(prevents('keydown', { key: 'ArrowLeft', altKey: true })).toBe(true)
  expect(prevents('keydown', { key: 'Escape', shiftKey: true })).toBe(true)
})
