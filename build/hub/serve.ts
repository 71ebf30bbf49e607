import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import { privateKeyIn } from '../../main/head-office/keys.ts'
import { keyId, publicText } from '../../main/head-office/token.ts'
import { headOfficeIn } from '../../main/head-office/trust.ts'
import { ensureIdentity } from '../../main/identity.ts'
import { settingsIn } from '../../main/settings.ts'
import { loginOf } from '../../drivers/hub/names.ts'
import { connectAs, ensureStream } from './admin.ts'
import { handOut, notePlace, portIn, Refuse, told, type Given } from './command.ts'
import { readIfThere, writeSecret } from './keys.ts'
import { post } from './post.ts'
import { findServer, freePort, startServer } from './server.ts'

/** Two stations of one shop, to try things with. */
const STATIONS = ['01', '02'].map((station) => ({ shop: 's01', station }))
interface Which {
  readonly shop: string
  readonly station: string
}
const DAYS = 30
/** To practise with. */
const MERCHANT = '822000000000001'
const TERMINAL_SIGNS = 8
const HOST = 'localhost'

/** One server on this machine alone, until it is told to end. What it stores stays in head office's folder. */
export async function serve(given: Given): Promise<void> {
  const { office, asked, clock, closing, say } = given
  if (findServer() === null)
    throw new Refuse('没有 nats-server，请先安装', 'nats-server is not installed: install it first')
  const port = portIn(asked) || (await freePort())
  const at = office.at('nodes', 'local')
  mkdirSync(join(at, 'data'), { recursive: true, mode: 0o700 })
  const logAt = join(at, 'hub.log')
  const config = await office.writeNode({
    ...{ name: 'local', names: [HOST, '127.0.0.1'], listen: `127.0.0.1:${port}`, cluster: null },
    ...{ keysAt: null, dataAt: join(at, 'data'), logAt, nowMs: clock.nowMs() },
  })
  const server = await startServer(config, logAt)
  try {
    const servers = [`${HOST}:${port}`]
    notePlace(office, servers)
    for (const station of STATIONS) await enrolled(given, station)
    await told(given)
    const ca = readIfThere(office.at('ca.pem')) ?? ''
    const connection = await connectAs({ servers, ca }, await office.ownCredentials('office'))
    await ensureStream(connection, 1)
    await connection.close()
    await believed(given)
    say(`✓ 总部服务器在 ${HOST}:${port} / head office’s hub listens at ${HOST}:${port}`)
    say('  两台收银台，培训 / two stations of it, in training:')
    for (const which of STATIONS) {
      await settingsMade(given, which, servers)
      say(`  npm start -- --data ${dataOf(given, which)}`)
    }
    const ended = new Promise<void>((resolve) => server.child.once('exit', () => resolve()))
    const closed = new Promise<void>((resolve) => closing.addEventListener('abort', () => resolve(), { once: true }))
    if (!closing.aborted) await Promise.race([ended, closed])
  } finally {
    await server.end('SIGTERM')
  }
}

const dataOf = ({ office }: Given, which: { readonly shop: string; readonly station: string }): string =>
  office.at('stations', loginOf(which))

/** Its data folder, with a key of its own in it: let in once, and again where its credentials are gone. */
/** Both believe head office, and through it each other. */
async function believed(given: Given): Promise<void> {
  const { office, disk, say, asked } = given
  const path = office.at('head-office.key')
  if (readIfThere(path) === null)
    writeSecret(path, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  const key = publicText(await privateKeyIn(disk, path))
  for (const which of STATIONS) {
    const file = await headOfficeIn(disk, dataOf(given, which))
    const terminal = which.station.padStart(TERMINAL_SIGNS, '0')
    file.data = { ...file.data, merchant: MERCHANT, terminal, keys: { [keyId(key)]: key } }
    await file.write()
  }
  const names = [STATIONS[0]?.shop ?? '', 'stations']
  await post({ ...given, say: () => undefined, asked: { ...asked, names, options: { merchant: MERCHANT } } })
  say(`✓ 下发用 / to post something: npm run hub -- post s01 KIND FILE --merchant ${MERCHANT}`)
}

/** They know where the hub is, this time. Whatever else is in their settings stays. */
async function settingsMade(given: Given, { shop, station }: Which, servers: string[]): Promise<void> {
  const folder = dataOf(given, { shop, station })
  const file = await settingsIn(given.disk, folder, { station })
  file.data.hub = { servers, shop }
  await file.write()
}

async function enrolled(given: Given, which: Which): Promise<void> {
  const folder = dataOf(given, which)
  const out = join(folder, 'hub')
  await ensureIdentity({ disk: given.disk, folder }, given.random)
  if (existsSync(join(out, 'hub.creds'))) return
  const identity = readIfThere(join(folder, 'settings', 'identity.pub')) ?? ''
  await handOut(given, { ...which, identity, days: DAYS }, out)
}
