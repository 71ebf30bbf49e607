import { money } from '#domain/money'
import { REMOTE_LIFE_MS, type RemoteRequest } from '#domain/remote'
import type { BenchNeighbour } from '#drivers/bench/port'
import type { Floor } from '#drivers/floor/port'
import type { Random } from '#drivers/random/port'
import { generateKeyPairSync, sign } from 'node:crypto'
import { digestOf, opened, sealed, type Said } from '../remote/wire.ts'

/** Another station of the shop, for who practises alone: it asks for approvals, and a manager there answers. */
const STATION = '99'
const ASKER = { number: '88', name: '隔壁收银员 Neighbour' }
const GOODS = ['矿泉水 Mineral water', '方便面 Instant noodles']
const AMOUNT = money(1_250)

export function makeNeighbour(floor: Floor, random: Pick<Random, 'id'>): BenchNeighbour {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const identity = { sign: (text: Uint8Array) => sign(null, text, privateKey).toString('base64') }
  const joined = floor.join({
    ...{ station: STATION, publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64') },
  })
  const listeners: (() => void)[] = []
  let asks: RemoteRequest | null = null
  let own: string | null = null
  let said: 'yes' | 'no' | null = null
  const changed = () => {
    for (const listener of listeners) listener()
  }
  const say = (what: Said) => joined.send(sealed(STATION, identity, what))
  joined.onText((text) => {
    const heard = opened(text, joined.stations())?.said
    if (heard?.is === 'asked') asks = heard.request
    if (heard?.is === 'over' && heard.request === asks?.id) asks = null
    if (heard?.is === 'answered' && heard.request === own) {
      ;[own, said] = [null, heard.says.is]
      say({ is: 'over', request: heard.request })
    }
    if (heard) changed()
  })
  return {
    ask: () => {
      const id = random.id()
      ;[own, said] = [id, null]
      say({ is: 'asked', request: { id, ...REQUEST }, about: aboutIt(), leftMs: REMOTE_LIFE_MS })
      changed()
    },
    answer: (manager, says) => {
      if (!asks) return
      const answer = { is: 'answered' as const, request: asks.id, manager, seen: digestOf(asks) }
      say({ ...answer, says: says === 'yes' ? { is: 'yes' } : { is: 'no', why: 'not-agreed' } })
    },
    state: () => ({ asked: asks !== null, said }),
    onChange: (listener) => void listeners.push(listener),
  }
}

const REQUEST: Omit<RemoteRequest, 'id'> = {
  ...{ act: 'void-paid', subject: `${STATION}-1-0000042`, goods: '', amount: AMOUNT, reason: 'wrong-goods' },
  ...{ station: STATION, epoch: 1, asker: ASKER.number, asks: ['void-password'] },
}
const aboutIt = () => ({ name: ASKER.name, goods: GOODS, more: 0, paidAtMs: null })
