/** An order for money as it is exported. */
export interface Order {
  readonly kind?: string
  readonly attempt: string
  readonly amount: number
  readonly settlesBy: string
}
/** What was said of it. */
export interface Word {
  readonly is: string
  readonly amount: number
  readonly as: string
  readonly partly?: boolean
}

/** Which orders moved money, by their words alone: the first word that can be trusted stands. */
export interface Orders {
  readonly give: (order: Order) => void
  readonly hear: (attempt: string, word: Word) => void
  /** Null while nobody knows. What is held of a card, or let go, moves nothing. */
  readonly moved: (attempt: string) => boolean | null
  /** Fen. */
  readonly amount: (attempt: string) => number
}

interface Course extends Order {
  amount: number
  moved: boolean | null
  /** It is undone, whatever is said of it meanwhile. */
  undone: boolean
}

export function makeOrders(): Orders {
  const courses = new Map<string, Course>()
  return {
    give: (order) => {
      if (courses.has(order.attempt)) throw new Error(`${order.attempt} names two orders`)
      courses.set(order.attempt, { ...order, moved: null, undone: false })
    },
    hear: (attempt, word) => {
      const course = courses.get(attempt)
      if (!course) throw new Error(`${attempt} names no order`)
      if (course.moved === null) follow(course, word)
    },
    moved: (attempt) => {
      const course = courses.get(attempt)
      return HOLDS.includes(course?.kind ?? '') ? false : (course?.moved ?? null)
    },
    amount: (attempt) => courses.get(attempt)?.amount ?? 0,
  }
}

const HOLDS = ['hold', 'release']
const TAKES = ['pay', 'hold', 'complete']
const CALLS_OFF = ['given-up', 'not-found']
const SAYS_NOTHING = ['silence', 'restarted']

/** A yes to what is taken may be for less, where it says so. */
const isLess = ({ kind, amount: asked }: Course, { is, amount, partly }: Word): boolean =>
  is === 'approved' && partly === true && TAKES.includes(kind ?? '') && amount > 0 && amount < asked

function follow(course: Course, word: Word): void {
  const { is, amount, as } = word
  const { settlesBy } = course
  const less = isLess(course, word)
  const otherAmount = is === 'approved' && amount !== course.amount && !less
  if (is === 'decided') course.moved = as === 'paid'
  else if (is === 'reversal-confirmed' || is === 'not-sent') course.moved = false
  else if (course.undone) return
  else if (is === 'approved' && !otherAmount) [course.moved, course.amount] = [true, amount]
  else if (is === 'declined') course.moved = false
  // A person finds out about what nobody can undo.
  else if (otherAmount || CALLS_OFF.includes(is)) course.undone = settlesBy !== 'neither'
  else if (SAYS_NOTHING.includes(is)) course.undone = settlesBy === 'reversal'
}
