import { describe, expect, it } from 'vitest'
import { makeRealClock } from '#drivers/clock/real'
import type { HubMessage } from '#drivers/hub/port'
import { makeVirtualFeed } from '#drivers/ledger/virtual-feed'
import { boxEach, type HubBox } from './hub-box.ts'
import { lived, NEW_LIFE, some } from './lives.ts'
import { projected } from './projecting.ts'

/** A hub that was restored itself: the ledger reads it from its beginning, and has nothing twice. */
const life = lived(NEW_LIFE, '01', some(30))
let box: HubBox
boxEach((own) => (box = own))

describe('a hub that is not as it was', () => {
  it('is read from its beginning where it was set back, and nothing is there twice', async () => {
    await box.enrol()
    for (let first = 1; first <= 16; first += 4) box.put(life, first, first + 3)
    box.hub.put({ subject: 'j.s01.01', headers: {}, payload: new Uint8Array([1]) })
    await box.project()
    box.hub.setBackTo(2)
    // The station sends again what the hub lost, in other pieces.
    box.put(life, 9, 14)
    const { state } = await box.project()
    expect([state.rescans, await box.records()]).toEqual([1, 16])
    box.put(life, 15, 20)
    expect((await box.project()).state.rescans).toBe(0)
    expect([await box.records(), await box.evidence(), await box.met()]).toEqual([20, [], []])
  })

  it('is told where it has more by now than before', async () => {
    await box.enrol()
    box.put(life, 1, 4)
    box.put(life, 5, 8)
    await box.project()
    box.hub.setBackTo(0)
    for (let first = 1; first <= 10; first += 2) box.put(life, first, first + 1)
    const { state } = await box.project()
    expect([state.rescans, await box.records(), await box.evidence()]).toEqual([1, 10, []])
  })

  it('is told where it begins anew with a station that nobody has heard of', async () => {
    await box.enrol()
    await box.enrol({ shop: 's02', station: '02' })
    box.put(life, 1, 4)
    await box.project()
    box.hub.setBackTo(0)
    const other = lived(NEW_LIFE, '02', some(3))
    box.put(other, 1, 2, { shop: 's02', station: '02' })
    box.put(other, 3, 3, { shop: 's02', station: '02' })
    const { state } = await box.project()
    expect([state.rescans, await box.records()]).toEqual([1, 7])
  })

  it('may have forgotten what is old', async () => {
    await box.enrol()
    box.put(life, 1, 4)
    box.put(life, 5, 8)
    await box.project()
    box.put(life, 9, 12)
    const young: readonly HubMessage[] = box.hub.messages().slice(2)
    const { state } = await projected(
      box.ledger,
      makeVirtualFeed(() => young, makeRealClock()),
      3,
    )
    expect([state.rescans, await box.records()]).toEqual([0, 12])
  })
})
