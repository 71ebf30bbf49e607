/** What is to befall the requests that come to a twin. */
export interface MoodHandles<Mood> {
  /** What befalls the next requests, one each, in this order; in place of what was to come. */
  readonly will: (...moods: readonly Mood[]) => void
  /** What befalls each order and refund that `will` has nothing for; null: nothing does. */
  readonly setUsual: (mood: Mood | null) => void
  /** What has not befallen any yet. */
  readonly moodsLeft: () => number
}

export interface Moods<Mood, Request> {
  readonly handles: MoodHandles<Mood>
  /** The next, used up, if it is one of these. */
  readonly takeIf: <One extends Mood>(isOne: (mood: Mood) => mood is One) => One | null
  /** For a request that came: what was to come is used up by what it befalls. */
  readonly of: (request: Request) => Mood | null
}

/** `befalls`: whether a mood is anything to a request; `isOrder`: whether what is usual befalls it. */
export function makeMoods<Mood, Request>(
  befalls: (mood: Mood, request: Request) => boolean,
  isOrder: (request: Request) => boolean,
): Moods<Mood, Request> {
  let queue: readonly Mood[] = []
  let usual: Mood | null = null
  return {
    handles: {
      will: (...moods) => {
        queue = moods
      },
      setUsual: (mood) => {
        usual = mood
      },
      moodsLeft: () => queue.length,
    },
    takeIf: (isOne) => {
      const [next, ...others] = queue
      if (next === undefined || !isOne(next)) return null
      queue = others
      return next
    },
    of: (request) => {
      const [next, ...others] = queue
      if (next === undefined || !befalls(next, request)) return isOrder(request) ? usual : null
      queue = others
      return next
    },
  }
}
