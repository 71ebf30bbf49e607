import { encodeUser, fmtCreds } from '@nats-io/jwt'
import { createUser } from '@nats-io/nkeys'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { JOURNALS } from '#drivers/hub/names'
import { byReply, attempted, intruder } from './attacks.ts'
import { managerOf, startHub, type TestHub } from './hub.ts'

/** That the attempts are real: they succeed where stations are in the hub's own account, with the same permissions. */
let hub: TestHub
beforeAll(async () => {
  hub = await startHub()
})
afterAll(() => hub.close())

it('puts words of its own onto another’s subject where both are in the hub’s account', async () => {
  const [own, other] = [
    { shop: 's09', station: '98' },
    { shop: 's09', station: '99' },
  ]
  const user = createUser()
  const allowed = ['j.s09.98', `$JS.API.DIRECT.GET.${JOURNALS}.j.s09.98`]
  const may = { pub: { allow: allowed }, sub: { allow: ['_INBOX.s09-98.>'] } }
  const claim = await encodeUser('s09-98', user, hub.office.hub, may)
  const address = { servers: hub.servers, ca: hub.ca, credentials: fmtCreds(claim, user), ...own }
  const connection = await intruder({ address, sender: own })
  for (const each of byReply(own, [other])) await attempted(connection, each)
  await connection.close()
  const { state } = await (await managerOf(hub)).streams.info(JOURNALS, { subjects_filter: 'j.s09.99' })
  expect(state.subjects?.['j.s09.99'] ?? 0).toBeGreaterThan(0)
})
