import type { Floor, Joined, Neighbour } from './port.ts'

/** What arrives of a text at one station: nothing where it is lost, two where it is doubled. */
export type Fate = (text: string, to: string) => readonly string[]

/** Stations of one program, joined. */
export interface VirtualFloor extends Floor {
  /** How texts fare from now on; unharmed by itself. */
  readonly setFate: (fate: Fate) => void
  /** Everything that was sent, oldest first, as an eavesdropper has it. */
  readonly heard: () => readonly string[]
  /** Says it to everybody, as somebody else on the line could. */
  readonly forge: (text: string) => void
}

/** Texts that an eavesdropper keeps. */
const HEARD_MAX = 1_000

interface Place {
  readonly me: Neighbour
  readonly texts: ((text: string) => void)[]
  readonly changes: (() => void)[]
}

export function makeVirtualFloor(): VirtualFloor {
  let places: readonly Place[] = []
  let fate: Fate = (text) => [text]
  const heard: string[] = []
  const changed = () => {
    for (const { changes } of places) for (const tell of changes) tell()
  }
  const deliver = (text: string, to: readonly Place[]) => {
    for (const { me, texts } of to) {
      for (const arrived of fate(text, me.station)) {
        // Never in the sender's own turn, as over a wire.
        queueMicrotask(() => {
          for (const tell of texts) tell(arrived)
        })
      }
    }
  }
  const join = (me: Neighbour): Joined => {
    const place: Place = { me, texts: [], changes: [] }
    places = [...places, place]
    changed()
    return {
      stations: () => places.filter((each) => each !== place).map((each) => each.me),
      send: (text) => {
        heard.push(text)
        heard.splice(0, heard.length - HEARD_MAX)
        const others = places.filter((each) => each !== place)
        deliver(text, others)
      },
      onText: (listener) => void place.texts.push(listener),
      onStations: (listener) => void place.changes.push(listener),
      leave: () => {
        places = places.filter((each) => each !== place)
        changed()
      },
    }
  }
  return {
    join,
    setFate: (next) => {
      fate = next
    },
    heard: () => heard,
    forge: (text) => deliver(text, places),
  }
}
