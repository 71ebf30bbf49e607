import { getEventListeners } from 'node:events'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { createAccount, createUser } from '@nats-io/nkeys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeAuthority } from '#drivers/cipher/certificate'
import { makeNatsHub, type NatsAddress } from '#drivers/hub/nats'
import { stationClaim } from '../../build/hub/claims.ts'
import { clock, startHub, type Enrolled, type TestHub } from './hub.ts'
import { startProxy } from './proxy.ts'

/** Why there is no line: what a person is told depends on it. */
let hub: TestHub
let enrolled: Enrolled
const servers: Server[] = []
const never = new AbortController().signal

beforeAll(async () => {
  hub = await startHub()
  enrolled = await hub.enrol({ shop: 's01', station: '01' })
})
afterAll(async () => {
  for (const each of servers) each.close()
  await hub.close()
})

const endOf = async (change: Partial<NatsAddress>, noMore = never): Promise<string> => {
  const line = await makeNatsHub({ ...enrolled.address, ...change }, clock).connect(noMore)
  if (line.is === 'line') await line.close()
  return line.is
}

/** Somebody who listens, and says this to whoever comes. */
async function listening(said: string): Promise<readonly [string]> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    if (said !== '') socket.write(said)
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return [`localhost:${typeof address === 'object' && address ? address.port : 0}`]
}
const INFO = { server_id: 'x', version: '2.9.10', proto: 1, host: '127.0.0.1', headers: true, max_payload: 1_048_576 }
const portOf = () => (hub.servers[0] ?? '').split(':')[1] ?? ''

describe('a connection', () => {
  it('is a line, by name and by address', async () => {
    expect(await endOf({})).toBe('line')
    expect(await endOf({ servers: [`127.0.0.1:${portOf()}`] })).toBe('line')
  })

  it('is with whichever of the servers is there', async () => {
    expect(await endOf({ servers: ['localhost:1', ...hub.servers] })).toBe('line')
  })

  it('is unreachable where nobody listens, nobody says anything, or somebody else does', async () => {
    expect(await endOf({ servers: ['localhost:1'] })).toBe('unreachable')
    expect(await endOf({ servers: await listening('') })).toBe('unreachable')
    expect(await endOf({ servers: await listening('220 mail\r\n') })).toBe('unreachable')
    expect(await endOf({ servers: ['no-such-host.invalid:4222'] })).toBe('unreachable')
  })

  it('is insecure with another authority, under another name, and without TLS', async () => {
    const stranger = makeAuthority('stranger', { nowMs: clock.nowMs(), days: 1 })
    expect(await endOf({ ca: stranger.cert })).toBe('insecure')
    const renamed = await startProxy(hub.servers[0] ?? '', '127.0.0.2')
    expect(await endOf({ servers: [renamed.server] })).toBe('insecure')
    await renamed.close()
    expect(await endOf({ servers: await listening(`INFO ${JSON.stringify(INFO)}\r\n`) })).toBe('insecure')
  })

  it('is refused with credentials of another head office, for another key, and with none', async () => {
    const strange = { shop: 's01', account: createAccount(), stations: createAccount() }
    const user = createUser()
    const until = Math.floor(clock.nowMs() / 1_000) + 600
    const claim = await stationClaim(strange, { station: '01', user, until })
    const made = (jwt: string, seed: Uint8Array) =>
      Buffer.from(
        `-----BEGIN NATS USER JWT-----\n${jwt}\n------END NATS USER JWT------\n\n` +
          `-----BEGIN USER NKEY SEED-----\n${Buffer.from(seed).toString()}\n------END USER NKEY SEED------\n`,
      )
    expect(await endOf({ credentials: made(claim, user.getSeed()) })).toBe('refused')
    const [, own = ''] = /JWT-----\n(\S+)\n/.exec(Buffer.from(enrolled.address.credentials).toString()) ?? []
    expect(await endOf({ credentials: made(own, createUser().getSeed()) })).toBe('refused')
    for (const text of ['', 'no credentials']) expect(await endOf({ credentials: Buffer.from(text) })).toBe('refused')
  })

  it('leaves nothing at the signal that would have given it up', async () => {
    const { hub: own } = await hub.enrol({ shop: 's01', station: '44' })
    const closing = new AbortController()
    for (let nth = 0; nth < 5; nth++) {
      const line = await own.connect(closing.signal)
      if (line.is !== 'line') throw new Error(line.is)
      await line.close()
    }
    expect(getEventListeners(closing.signal, 'abort')).toEqual([])
  })

  it('is given up at once when nobody wants it any more', async () => {
    const noMore = new AbortController()
    const began = performance.now()
    const silent = await listening('')
    const ended = endOf({ servers: silent }, noMore.signal)
    noMore.abort()
    expect([await ended, performance.now() - began < 1_000]).toEqual(['unreachable', true])
  })
})
