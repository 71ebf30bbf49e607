import { expect, it } from 'vitest'
import { appendEach, makeJournalBox } from '../../tests/world/journals.ts'
import { staff } from '../../tests/world/people.ts'
import { FOLDER, makeWorld } from '../../tests/world/world.ts'
import { checkPayments } from './payments.ts'

it('names what is open after a power cut, and nothing once it is settled', async () => {
  const world = await makeWorld({ seed: 3 })
  await staff(world.ask)
  await world.ask('sale.add', { sku: 'DRK001', quantity: 4 })
  world.payments.card.will('lose-answer')
  await world.ask('sale.tender', { method: 'card', amount: 250, left: 600 })
  await world.cutPower()
  const found = await checkPayments(world.disk.process(), FOLDER)
  expect(found.is).toBe('attention')
  expect(found.sentence.en).toMatch(/^1, 2\.50 in all, the oldest 01-1-1 \(asked\)\./)
  expect(await world.open()).toEqual([])
  await world.clock.advance(60_000)
  await world.kill()
  expect(await checkPayments(world.disk.process(), FOLDER)).toMatchObject({ is: 'good', sentence: { en: 'none' } })
})

it('has nothing to say of a folder without a journal', async () => {
  const { disk } = makeJournalBox()
  expect(await checkPayments(disk.process(), FOLDER)).toMatchObject({ is: 'good' })
})

it('leaves records that are not the till’s to the journal’s own check', async () => {
  const box = makeJournalBox()
  await appendEach(await box.mustOpen(), 1, 3)
  const found = await checkPayments(box.disk.process(), FOLDER)
  expect(found).toMatchObject({ is: 'attention' })
  expect(found.sentence.en).toContain('see to the journal first')
})
