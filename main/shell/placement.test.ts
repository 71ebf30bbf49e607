import { placeWindow } from './placement.ts'
import { expect, test } from 'vitest'

const till = { x: 0, y: 0, width: 1280, height: 800, primary: true }
const pole = { x: 1280, y: 0, width: 1024, height: 600, primary: false }
const size = { width: 1366, height: 768 }

test('the customer display is filled, whichever is listed first', () => {
  for (const screens of [
    [till, pole],
    [pole, till],
  ])
    expect(placeWindow('customer', screens, { kiosk: false, size })).toEqual({
      x: 1280,
      y: 0,
      width: 1024,
      height: 600,
      full: true,
    })
})

test('a window is never larger than its display', () => {
  expect(placeWindow('cashier', [till], { kiosk: false, size })).toEqual({
    x: 0,
    y: 0,
    width: 1280,
    height: 768,
    full: false,
  })
})

test('on a locked till with one display the customer window does not cover the till', () => {
  expect(placeWindow('customer', [till], { kiosk: true, size })).toBeNull()
  expect(placeWindow('cashier', [till], { kiosk: true, size })?.full).toBe(true)
})

test('without a word about displays the wished size is taken', () => {
  expect(placeWindow('cashier', [], { kiosk: false, size })).toMatchObject(size)
})
