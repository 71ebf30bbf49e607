import { createServer } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import {
  both,
  certificate,
  clockNow,
  closeAll,
  ECHO,
  hostOn,
  isAnswer,
  lineTo,
  never,
  passing,
  said,
  serverOf,
  type Own,
} from '../../tests/acquirer/exchanging.ts'
import { makeCertificate } from '../../tests/world/certificate.ts'
import { CONNECT_MS, type AcquirerAddress } from './connection.ts'
import { BACK_OFF_MS } from './line.ts'

afterEach(closeAll)

describe('giving up', () => {
  it('before it is sent, nothing left; after, nobody knows', async () => {
    const { clock, host, line } = await both()
    expect(await line.exchange(ECHO, isAnswer, AbortSignal.abort())).toEqual({ is: 'not-sent' })
    host.will('no-answer')
    const enough = new AbortController()
    const exchange = line.exchange(ECHO, isAnswer, enough.signal)
    await expect.poll(host.heard).toBe(1)
    enough.abort()
    expect(await exchange).toEqual({ is: 'silence', why: 'given-up' })
    expect(clock.elapsedMs()).toBe(0)
    await expect.poll(host.lines).toBe(0)
  })

  it('closing ends what is under way, and nothing is sent any more', async () => {
    const { host, line } = await both()
    host.will('no-answer')
    const first = line.exchange(ECHO, isAnswer, never())
    const second = line.exchange(ECHO, isAnswer, never())
    await expect.poll(host.heard).toBe(1)
    await line.close()
    expect([await first, await second]).toEqual([{ is: 'silence', why: 'given-up' }, { is: 'not-sent' }])
    expect(await line.exchange(ECHO, isAnswer, never())).toEqual({ is: 'not-sent' })
    await expect.poll(host.lines).toBe(0)
    expect(host.heard()).toBe(1)
  })

  it('exchanges go one after another', async () => {
    const { clock, host, line } = await both()
    const open: number[] = []
    const watch = (message: Uint8Array): boolean => {
      open.push(host.lines())
      return isAnswer(message)
    }
    const all = Promise.all([1, 2, 3].map(() => line.exchange(ECHO, watch, never())))
    expect((await passing(clock, all)).map(({ is }) => is)).toEqual(['answer', 'answer', 'answer'])
    expect(open).toEqual([1, 1, 1])
    // More than a till ever has to say at once is turned away.
    const crowd = Promise.all(Array.from({ length: 9 }, () => line.exchange(ECHO, isAnswer, never())))
    expect((await passing(clock, crowd)).map(({ is }) => is)).toEqual([...Array<string>(8).fill('answer'), 'not-sent'])
  })
})

describe('a host that is not there', () => {
  it('is nothing sent, and is dialled again after a while that grows, for seconds at most', async () => {
    const { clock, host, line, echo } = await both()
    await host.setAway(true)
    const waits: number[] = []
    let before = 0
    for (let turn = 0; turn < 6; turn++) {
      before = clock.elapsedMs()
      let end = -1
      const trying = line.exchange(ECHO, isAnswer, never()).then((exchanged) => {
        end = clock.elapsedMs()
        return exchanged
      })
      // Refused at once by the system, so that the time is all back-off.
      for (let steps = 0; end < 0 && steps < 100; steps++) await clock.advance(100)
      expect(await trying).toEqual({ is: 'not-sent' })
      waits.push(end - before)
    }
    expect(Math.max(...BACK_OFF_MS)).toBeLessThanOrEqual(5_000)
    const near = [0, ...BACK_OFF_MS, BACK_OFF_MS.at(-1) ?? 0]
    for (const [turn, wait] of waits.entries()) {
      expect(wait, `try ${turn}`).toBeGreaterThanOrEqual((near[turn] ?? 0) - 200)
      expect(wait, `try ${turn}`).toBeLessThanOrEqual((near[turn] ?? 0) + 200)
    }
    await host.setAway(false)
    expect(said(await echo())).toEqual(['00', 'nothing'])
    // It is there again: nobody waits.
    before = clock.elapsedMs()
    await echo()
    expect(clock.elapsedMs() - before).toBeLessThan(2_001)
  })

  it('who gives up while it is not to be dialled yet is heard at once', async () => {
    const { clock, host, line, echo } = await both()
    await host.setAway(true)
    await echo()
    const enough = new AbortController()
    const waiting = line.exchange(ECHO, isAnswer, enough.signal)
    const before = clock.elapsedMs()
    enough.abort()
    expect(await waiting).toEqual({ is: 'not-sent' })
    expect(clock.elapsedMs()).toBe(before)
  })

  it('one that takes the line and never greets is given up at the limit, and not a byte left', async () => {
    let came = 0
    const port = await serverOf(
      createServer((socket) => {
        // Of TLS the greeting comes; the message does not.
        socket.on('data', (bytes: Buffer) => (came += bytes.includes(Buffer.from(ECHO)) ? 1 : 0))
      }),
    )
    const clock = clockNow()
    const line = lineTo(port, clock, { tls: { ca: certificate().cert, name: null } })
    expect(await passing(clock, line.exchange(ECHO, isAnswer, never()))).toEqual({ is: 'not-sent' })
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(10_000)
    expect(clock.elapsedMs()).toBeLessThan(30_000)
    expect(clock.elapsedMs()).toBeGreaterThanOrEqual(CONNECT_MS)
    expect(clock.elapsedMs()).toBeLessThan(CONNECT_MS + 5_000)
    expect(came).toBe(0)
  })
})

describe('TLS', () => {
  const own = (tls: Partial<NonNullable<AcquirerAddress['tls']>> = {}): Own => ({
    tls: { ca: certificate().cert, name: null, ...tls },
  })

  it('brings the answer of a host that the settings vouch for, by its address or by a name', async () => {
    for (const name of [null, 'localhost']) {
      const { host, echo } = await both(own({ name }))
      expect(said(await echo())).toEqual(['00', 'nothing'])
      await expect.poll(host.lines).toBe(0)
    }
  })

  it('cut at some bytes of the answer it is silence', async () => {
    const { host, echo } = await both(own())
    for (const at of [0, 1, 2, 13, 60]) {
      host.will({ is: 'cut', what: 'answer', at })
      expect(await echo()).toEqual({ is: 'silence', why: 'cut' })
    }
  })

  it('says nothing to a host that nobody vouches for, of another name, or of old TLS', async () => {
    const stranger = makeCertificate().cert
    for (const tls of [{ ca: stranger }, { ca: null }, { name: 'acquirer.cn' }, { ca: 'no certificate' }]) {
      const { host, echo } = await both(own(tls))
      expect(await echo(), JSON.stringify(tls)).toEqual({ is: 'not-sent' })
      expect(host.heard()).toBe(0)
    }
    const { key, cert } = certificate()
    const old: TlsOptions = { ...{ key, cert, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' }, ciphers: 'ALL:@SECLEVEL=0' }
    let came = 0
    const port = await serverOf(createTlsServer(old, (socket) => void socket.on('data', () => came++)))
    const clock = clockNow()
    const line = lineTo(port, clock, own())
    expect(await passing(clock, line.exchange(ECHO, isAnswer, never()))).toEqual({ is: 'not-sent' })
    expect(came).toBe(0)
  })

  it('does not fall back to a plain line, nor a plain one to a host of TLS', async () => {
    const clock = clockNow()
    const plain = await hostOn(clock)
    expect(await passing(clock, lineTo(plain.port, clock, own()).exchange(ECHO, isAnswer, never()))).toEqual({
      is: 'not-sent',
    })
    expect(plain.heard()).toBe(0)
  })
})
