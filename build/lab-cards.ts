import { CUP_CLASSIC } from '../drivers/acquirer/codec/profile.ts'
import { startVirtualHost } from '../drivers/acquirer/host.ts'
import { masterKey } from '../drivers/acquirer/master-key.ts'
import { TEST_CARDS } from '../drivers/acquirer/virtual/cards.ts'
import { codecEyes } from '../drivers/acquirer/virtual/eyes.ts'
import { seededKeys } from '../drivers/acquirer/virtual/seeded-keys.ts'
import { newHostState } from '../drivers/acquirer/virtual/state.ts'
import { makeRealClock } from '../drivers/clock/real.ts'
import { makeRealRandom } from '../drivers/random/real.ts'

const KEY_BYTES = 16
const NAMES = { terminal: '00000001', merchant: '898310058120001' }

/** An acquirer's twin on a socket of this machine; `port` 0: at one that is free. */
export async function openCardLab({ port, say }: { port: number; say: (line: string) => void }) {
  const random = makeRealRandom()
  const component = (): string => Buffer.from(random.bytes(KEY_BYTES)).toString('hex').toUpperCase()
  const components = [component(), component()] as const
  const made = masterKey(components, CUP_CLASSIC)
  if (!made) throw new Error('chance gave a weak key; start again')

  const { key } = made
  const twin = { ...NAMES, profile: CUP_CLASSIC, tmk: key, eyes: codecEyes, sealsRefusals: true }
  const host = await startVirtualHost({
    ...{ at: port, clock: makeRealClock(), tls: null, state: newHostState(Object.values(TEST_CARDS)) },
    twin: { ...twin, keysOf: seededKeys(CUP_CLASSIC, Buffer.from(key).toString('hex')) },
    keep: ({ numbered, batch, booked }) => {
      say(`request ${numbered}: batch ${batch}, ${booked.size} orders so far`)
      return Promise.resolve()
    },
  })

  say(`The acquirer's twin listens at 127.0.0.1:${host.port}. In settings/station.json of a station:`)
  say(`  "acquirer": ${JSON.stringify({ host: '127.0.0.1', port: host.port, tls: null, ...NAMES })}`)
  say(`Its master key, for IT to load: ${components.join(' and ')}; check value ${made.check}`)
  return host.close
}
