import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { generateKeyPairSync, sign } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { connectAs, ensureStream, pushAccounts } from '../../build/hub/admin.ts'
import { enrol, shopClaims } from '../../build/hub/enrol.ts'
import { Office } from '../../build/hub/office.ts'
import { freePort, startServer, type HubProcess } from '../../build/hub/server.ts'
import { makeRealClock } from '#drivers/clock/real'
import { makeRealDisk } from '#drivers/disk/real'
import { makeNatsHub, type NatsAddress } from '#drivers/hub/nats'
import type { Hub } from '#drivers/hub/port'
import type { JournalFeed } from '#drivers/ledger/feed'
import { makeNatsFeed, type OfficeAddress } from '#drivers/ledger/nats-feed'
import type { Identity } from '#main/identity'
import type { Sender } from '#main/sync/batch'

/** A hub of real servers on this machine, with head office's folder; all of it goes with `close`. */
export interface TestHub {
  readonly office: Office
  readonly nodes: readonly TestNode[]
  /** `host:port` of each server. */
  readonly servers: readonly string[]
  readonly ca: string
  readonly enrol: (sender: Sender, identity?: Identity) => Promise<Enrolled>
  /** Credentials of many, whose public keys these are; the hub is told once. */
  readonly enrolAll: (all: readonly (Sender & { readonly publicKey: string })[]) => Promise<string[]>
  /** Head office's own connections; closed with the hub. */
  readonly as: (name: 'office' | 'ledger' | 'system') => Promise<NatsConnection>
  readonly push: () => Promise<void>
  readonly close: () => Promise<void>
}

export interface TestNode {
  readonly name: string
  readonly folder: string
  readonly dataAt: string
  /** Null while it does not run. */
  readonly pid: () => number | null
  readonly start: () => Promise<void>
  readonly end: (signal: 'SIGKILL' | 'SIGTERM') => Promise<void>
}

export interface Enrolled {
  readonly sender: Sender
  readonly identity: Identity
  readonly address: NatsAddress
  readonly hub: Hub
}

export const clock = makeRealClock()
const disk = makeRealDisk()

/** Where a server runs: how it is called, and the program that puts it there. */
export interface Place {
  readonly host: string
  readonly by: readonly string[]
}
const HERE: Place = { host: 'localhost', by: [] }

export async function startHub(count: 1 | 3 = 1, places: readonly Place[] = []): Promise<TestHub> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-'))
  const office = new Office(join(folder, 'office'))
  const placeOf = (nth: number): Place => places[nth] ?? HERE
  const names = Array.from({ length: count }, (_, nth) => `hub${nth + 1}`)
  const ports = await Promise.all(names.map(() => freePort()))
  const peers = (await Promise.all(names.map(() => freePort()))).map((port, nth) => `${placeOf(nth).host}:${port}`)
  const nodes = await Promise.all(
    names.map((name, nth) =>
      nodeOf({
        office,
        folder,
        name,
        place: placeOf(nth),
        port: ports[nth] ?? 0,
        peer: peers[nth] ?? '',
        peers: count === 3 ? peers : null,
      }),
    ),
  )
  const servers = ports.map((port, nth) => `${placeOf(nth).host}:${port}`)
  const ca = readFileSync(office.at('ca.pem'), 'utf8')
  const open: NatsConnection[] = []
  const as: TestHub['as'] = async (name) => {
    const connection = await connectAs({ servers, ca }, await office.ownCredentials(name))
    open.push(connection)
    return connection
  }
  const push = async () => {
    const system = await as('system')
    await pushAccounts(system, await shopClaims({ office, disk, nowMs: clock.nowMs() }))
    await system.close()
  }
  try {
    await Promise.all(nodes.map((node) => node.start()))
    await streamMade(as, count)
  } catch (cause) {
    for (const node of nodes) await node.end('SIGKILL')
    throw cause
  }
  return {
    ...{ office, nodes, servers, ca, as, push },
    enrolAll: async (all) => {
      const made: string[] = []
      for (const { publicKey, ...sender } of all) made.push(await credentialsOf(office, sender, publicKey))
      await push()
      return made
    },
    enrol: async (sender, identity = makeIdentity()) => {
      const isNew = !office.shops().includes(sender.shop)
      const credentials = await credentialsOf(office, sender, identity.publicKey)
      if (isNew) await push()
      const address = { servers, ca, credentials: Buffer.from(credentials), ...sender }
      return { sender, identity, address, hub: makeNatsHub(address, clock) }
    },
    close: async () => {
      for (const each of open) await each.close()
      for (const node of nodes) await node.end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface NodeParts {
  readonly office: Office
  readonly folder: string
  readonly name: string
  readonly place: Place
  readonly port: number
  readonly peer: string
  readonly peers: readonly string[] | null
}

async function nodeOf({ office, folder, name, place, port, peer, peers }: NodeParts): Promise<TestNode> {
  const dataAt = join(folder, name)
  const logAt = join(folder, `${name}.log`)
  mkdirSync(dataAt)
  const bind = place.host === HERE.host ? '127.0.0.1' : place.host
  const config = await office.writeNode({
    ...{ name, names: [place.host, '127.0.0.1'], listen: `${bind}:${port}`, keysAt: null, dataAt, logAt },
    ...{ cluster: peers === null ? null : { listen: `${bind}:${peer.split(':')[1] ?? ''}`, peers } },
    nowMs: clock.nowMs(),
  })
  let running: HubProcess | null = null
  return {
    ...{ name, folder, dataAt, pid: () => pidOf(running) },
    start: async () => {
      running = await startServer(config, logAt, place.by)
    },
    end: async (signal) => running?.end(signal),
  }
}

function pidOf(running: HubProcess | null): number | null {
  const { pid = null, exitCode = 0, signalCode = null } = running?.child ?? {}
  return exitCode === null && signalCode === null ? pid : null
}

const LEADER_MS = 30_000
const LEADER_LOOK_MS = 200

/** Three servers first agree who leads. */
async function streamMade(as: TestHub['as'], replicas: 1 | 3): Promise<void> {
  for (let waited = 0; ; waited += LEADER_LOOK_MS) {
    const made = await as('office')
      .then((office) => ensureStream(office, replicas))
      .catch((cause: unknown) => {
        if (waited > LEADER_MS) throw cause
        return null
      })
    if (made) return
    await sleep(LEADER_LOOK_MS)
  }
}

/** The hub as the ledger's own program is let in, and as it reads it. */
export async function ledgerAt({ office, servers, ca }: TestHub): Promise<OfficeAddress> {
  return { servers, ca, credentials: Buffer.from(await office.ownCredentials('ledger')) }
}
export const feedOf = async (hub: TestHub): Promise<JournalFeed> => makeNatsFeed(await ledgerAt(hub), clock)

export const managerOf = async (hub: TestHub): Promise<JetStreamManager> =>
  ensureStream(await hub.as('office'), hub.nodes.length === 3 ? 3 : 1)

export function makeIdentity(): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    sign: (text) => sign(null, text, privateKey).toString('base64'),
  }
}

async function credentialsOf(office: Office, sender: Sender, publicKey: string): Promise<string> {
  const made = await enrol({ office, disk, nowMs: clock.nowMs() }, { ...sender, identity: pemOf(publicKey), days: 2 })
  if (!made.ok) throw new Error(made.why)
  return made.credentials
}

const pemOf = (publicKey: string): string => `-----BEGIN PUBLIC KEY-----\n${publicKey}\n-----END PUBLIC KEY-----\n`
