import type { Floor, Joined } from '#drivers/floor/port'

/** A station's place among the others, which it loses with its program. */
export interface Seat {
  readonly floor: Floor
  /** The program is gone: nothing comes from it any more. */
  readonly vacate: () => void
}

export function seatAt(floor: Floor): Seat {
  let taken: Joined | null = null
  return {
    floor: { join: (me) => (taken = silenced(floor.join(me))) },
    vacate: () => taken?.leave(),
  }
}

/** One that has left says nothing. */
function silenced(joined: Joined): Joined {
  let left = false
  return {
    ...joined,
    send: (text) => {
      if (!left) joined.send(text)
    },
    leave: () => {
      left = true
      joined.leave()
    },
  }
}
