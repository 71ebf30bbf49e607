import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AS_CASHIER, AS_MANAGER, SECOND_MANAGER, staff } from '../../tests/world/people.ts'
import { makeWorld } from '../../tests/world/world.ts'

/** Few, so that they meet: those that people have at first among them. */
const WORDS = ['604182', '730519', '518302', '604183', '730518', '482916', '935174', '260948']
const KINDS = ['login', 'void', 'pin'] as const
type Kind = (typeof KINDS)[number]

const word = fc.constantFrom(...WORDS)
const kind = fc.constantFrom(...KINDS)
const step = fc.oneof(
  fc.record({ is: fc.constant('set' as const), kind, next: word }),
  fc.record({ is: fc.constant('reset' as const), kind, next: word, operator: fc.constantFrom('03', '12') }),
)

const called = ({ kind: of, operator }: { readonly kind: Kind; readonly operator: string }) => ({ kind: of, operator })

it('no two secrets of a person are ever equal, whatever is set and reset in whatever order', async () => {
  let taken = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const world = await makeWorld({ seed: 9 })
      await staff(world.ask)
      await world.ask('operators.signIn', AS_MANAGER)
      await world.ask('operators.add', SECOND_MANAGER)
      const of = new Map<string, Partial<Record<Kind, string>>>([
        ['11', { login: AS_MANAGER.password, void: '730519' }],
        ['12', { login: SECOND_MANAGER.password, void: SECOND_MANAGER.voidPassword }],
        ['03', { login: AS_CASHIER.password }],
      ])
      const own = () => of.get('11') ?? {}
      for (const { next, ...each } of steps) {
        const operator = each.is === 'set' ? '11' : each.operator
        const current = own()[each.kind] ?? own().login
        const { ok } = await (each.is === 'set'
          ? world.ask('operators.setSecret', { kind: each.kind, current, next, again: next })
          : world.ask('operators.resetSecret', { ...called(each), next, again: next, voidPassword: own().void }))
        const now = of.get(operator) ?? {}
        if (ok) {
          of.set(operator, { ...now, [each.kind]: next })
          taken++
        }
        const all = Object.values(of.get(operator) ?? {})
        expect(new Set(all).size).toBe(all.length)
      }
      await world.station().close()
    }),
    { numRuns: 25, seed: 1 },
  )
  expect(taken).toBeGreaterThan(40)
})
