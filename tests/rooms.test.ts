import { expect, it } from 'vitest'
import packageFile from '../package.json' with { type: 'json' }
import { breaches, ROOMS } from './rooms.ts'
import { ownFiles, textOf } from './sources.ts'

const sources = ownFiles()
  .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
  .map((path) => ({ path, text: textOf(path) }))

it('imports nothing across rooms that the table does not allow', () => {
  const { sentences, seen } = breaches(sources, packageFile.imports)
  expect(sentences).toEqual([])
  expect([...seen].sort()).toEqual(Object.keys(ROOMS).sort())
})

it.each([
  ['renderer/screens/x.ts', "import { readFileSync } from 'node:fs'", 'renderer may not import node:fs'],
  ['renderer/screens/x.ts', "import '../../main/station.ts'", 'renderer may not import main/station.ts'],
  ['renderer/x.ts', "const x = await import('electron')", 'renderer may not import electron'],
  ['main/domain/x.ts', "import { z } from 'zod'", 'main/domain may not import zod'],
  ['main/domain/x.ts', "export { x } from '#drivers/clock/port'", 'main/domain may not import drivers/clock/port.ts'],
  ['main/sale/x.ts', "import { app } from 'electron'", 'main may not import electron'],
  ['main/sale/x.ts', "import fs from 'node:fs'", 'main may not import node:fs'],
  ['drivers/x.ts', "import {\n  a,\n  b,\n} from '#domain/money'", 'drivers may not import main/domain/money.ts'],
  ['preload/x.ts', "import x from '#no/such'", 'preload may not import #no/such (no such door)'],
])('names a planted import in %s: %s', (path, text, sentence) => {
  expect(breaches([{ path, text }], packageFile.imports).sentences).toEqual([`${path}: ${sentence}`])
})
