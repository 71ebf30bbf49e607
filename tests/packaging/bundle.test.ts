import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { buildIfChanged } from '../../build/freshness.ts'
import { ROOT } from '../sources.ts'

/** What main loads by itself, as it is built: the start, what the start loads, and whatever those name at their top. */
const START = join(ROOT, 'out/main/index.js')
const STATIC = /(?:^|[;\n])\s*(?:import|export)\b[^;"'()]*?["'](\.[^"']+)["']/g
const DYNAMIC = /\bimport\(["'](\.[^"']+)["']\)/g

beforeAll(() => buildIfChanged(), 120_000)

const named = (file: string, pattern: RegExp): string[] =>
  [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, path = '']) => join(dirname(file), path))

function loadedBy(files: readonly string[], seen = new Set<string>()): Set<string> {
  for (const file of files) {
    if (seen.has(file)) continue
    seen.add(file)
    loadedBy(named(file, STATIC), seen)
  }
  return seen
}

/** The sources of a built file, by its map. */
function sourcesOf(file: string): string[] {
  if (!existsSync(`${file}.map`)) return []
  return (JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { sources: string[] }).sources // rolldown's own
}

it('no virtual device is loaded unless a profile asks for it', () => {
  const loaded = loadedBy([START, ...named(START, DYNAMIC)])
  const sources = [...loaded].flatMap(sourcesOf)
  expect(sources.some((source) => source.endsWith('main/station.ts'))).toBe(true)
  expect(sources.some((source) => source.endsWith('drivers/printer/escpos.ts'))).toBe(true)
  expect(sources.filter((source) => /\/drivers\/.*(virtual|firmware)/.test(source))).toEqual([])
  // They are there, behind imports of their own.
  const parts = [...loaded].find((file) => sourcesOf(file).some((source) => source.endsWith('main/shell/parts.ts')))
  const asked = named(parts ?? '', DYNAMIC).flatMap(sourcesOf)
  for (const virtual of ['drivers/printer/virtual.ts', 'drivers/payment/virtual-pair.ts', 'drivers/bench/virtual.ts']) {
    expect(asked.some((source) => source.endsWith(virtual))).toBe(true)
  }
})
