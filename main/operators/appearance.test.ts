import { expect, it } from 'vitest'
import { recordsOn } from '../../tests/world/remains.ts'
import { FOLDER, makeWorld } from '../../tests/world/world.ts'

it('an appearance is written down once, however often a page says it', async () => {
  const world = await makeWorld({ seed: 3 })
  const dark = { language: 'en', theme: 'dark' }
  for (let i = 0; i < 3; i++) expect(await world.ask('operators.setAppearance', dark)).toMatchObject({ ok: true })
  await world.ask('operators.setAppearance', { ...dark, theme: 'light' })
  expect(world.view()).toMatchObject({ language: 'en', theme: 'light' })
  const { records } = await recordsOn(world.disk.process(), `${FOLDER}/journal`)
  expect(records.filter(({ type }) => type === 'appearance-set')).toHaveLength(2)
})
