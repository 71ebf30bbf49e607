import { expect } from 'vitest'
import { AS_MANAGER, SECOND_MANAGER, staff, VOID_PASSWORD } from './people.ts'
import { recordsOn } from './remains.ts'
import { FOLDER, makeWorld, type World } from './world.ts'

/** A shop of two managers and a cashier, the first manager on duty. */
export async function makeSecretsShop(): Promise<World> {
  const world = await makeWorld({ seed: 5 })
  await staff(world.ask)
  await world.ask('operators.signIn', AS_MANAGER)
  await world.ask('operators.add', SECOND_MANAGER)
  return world
}

export const AS_SECOND = { number: SECOND_MANAGER.number, password: SECOND_MANAGER.password }

/** What people do with their secrets there, and how these stand. */
export function secretHands(world: () => World) {
  const person = (number: string) =>
    world()
      .view()
      .people.find((each) => each.number === number)
  return {
    person,
    standing: (number: string, kind: string) => person(number)?.secrets.find((each) => each.kind === kind),
    signIn: (who: object) => world().ask('operators.signIn', who),
    set: (kind: string, current: string, next: string, again = next) =>
      world().ask('operators.setSecret', { kind, current, next, again }),
    reset: (operator: string, kind: string, next: string, voidPassword = VOID_PASSWORD) =>
      world().ask('operators.resetSecret', { operator, kind, next, again: next, voidPassword }),
    revoke: (operator: string, kind: string) => world().ask('operators.revokeSecret', { operator, kind }),
    restart: async () => {
      await world().kill()
      expect(await world().open()).toEqual([])
    },
    records: async () => (await recordsOn(world().disk.process(), `${FOLDER}/journal`)).records,
  }
}
