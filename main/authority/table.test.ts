import { ACTS, DEFAULT_POLICY } from '#domain/policy'
import { expect, it } from 'vitest'
import { ROLES, rowOf, STATES, STRICT } from '../../tests/world/authority-table.ts'

/** Two tables that a manager can read: who may do what, and with what. Each cell is asked of main as a page asks it. */
it.each([
  ['a small shop’s policy', DEFAULT_POLICY, './tables/small-shop.txt'],
  ['all that can be asked for', STRICT, './tables/strict.txt'],
])('by %s: every act by every role with everything that can be entered', async (_name, policy, path) => {
  const lines: string[] = []
  for (const role of ROLES) {
    lines.push(role, ['', 'entered', ...ACTS].map(wide).join('').trimEnd())
    for (const state of STATES) {
      const row = await rowOf(policy, role, state)
      lines.push(['', state, ...ACTS.map((act) => row[act])].map(wide).join('').trimEnd())
    }
    lines.push('')
  }
  await expect(lines.join('\n')).toMatchFileSnapshot(path)
})

const WIDTHS = [2, 34, 24, 24, 24, 24, 24, 24, 24]
const wide = (text: string, place: number): string => text.padEnd(WIDTHS[place] ?? 24)
