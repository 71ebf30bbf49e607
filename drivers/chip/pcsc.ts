import type { Clock } from '../clock/port.ts'
import { within } from '../clock/within.ts'
import { makeTurns } from '../pipe/turns.ts'
import { answerOf, holdsPin, readApdu, type Apdu } from './apdu.ts'
import { featureOf, FEATURES_REQUEST, VERIFY_PIN_DIRECT, verifyStructure } from './pcsc-library.ts'
import type { PcscContext, PcscReader } from './pcsc-library.ts'
import { APDU_BYTES_MAX, type ChipProtocol, type ChipReader, type ChipReaderStatus, type Exchanged } from './port.ts'
import type { PinAsked, PoweredOn } from './port.ts'
import { pinVerification } from './secure.ts'
import { beginT0 } from './t0.ts'

export interface PcscParts {
  /** From `loadPcsc`. */
  readonly context: PcscContext
  /** Which reader, by the name that the system gives it. */
  readonly isOurs: (name: string) => boolean
  readonly clock: Pick<Clock, 'wait'>
  readonly system: keyof typeof FEATURES_REQUEST
}

/** What can not be called back is not waited for longer. */
const LIMIT_MS = 150_000
const WAITING_MAX = 8
const FEATURES_BYTES_MAX = 256
/** PC/SC part 5. */
const [EXCLUSIVE, T0, T1, RESET, UNPOWER, PRESENT] = [1, 1, 2, 1, 2, 0x20]
/** Status words of a reader with keys (part 10, 2.5.3). */
const [PIN_LATE, PIN_CANCELLED] = [0x6400, 0x6401]

interface Service extends PcscParts {
  reader: PcscReader | null
  status: ChipReaderStatus
  atr: Uint8Array
  /** The number the service has for the protocol in use; null without power. */
  protocol: number | null
  readonly listeners: (() => void)[]
}

/**
 * A reader that the system’s own service has. The tests prove it on a service that is a program, in the package’s
 * shape, and the bench with the package and pcscd, both protocols, also with keys on the reader; not on Windows, and
 * not inside Electron.
 */
export function makePcscReader(parts: PcscParts): ChipReader {
  const service: Service = {
    ...parts,
    reader: null,
    status: 'absent',
    atr: new Uint8Array(0),
    protocol: null,
    listeners: [],
  }
  const turns = makeTurns(WAITING_MAX)
  follow(service)
  const withCard = (work: (reader: PcscReader, protocol: number) => Promise<Exchanged>): Promise<Exchanged> =>
    turns.take<Exchanged>(
      async () => {
        const { reader, protocol } = service
        if (!reader) return { is: 'refused', why: 'no-reader' }
        if (protocol === null) return { is: 'refused', why: service.status === 'empty' ? 'no-card' : 'not-powered' }
        const exchanged = await work(reader, protocol)
        if (exchanged.is === 'unknown') service.protocol = null
        return exchanged
      },
      () => ({ is: 'refused', why: 'busy' }),
    )
  return {
    status: () => service.status,
    onStatus: (listener) => void service.listeners.push(listener),
    // It tells of each change by itself.
    watch: () => Promise.resolve(),
    powerOn: () =>
      turns.take<PoweredOn>(
        () => powerOn(service),
        () => ({ is: 'failed', why: 'busy' }),
      ),
    exchange: async (bytes) => {
      const apdu = readApdu(bytes)
      if (!apdu) return { is: 'refused', why: 'not-an-apdu' }
      if (holdsPin(apdu)) return { is: 'refused', why: 'pin-in-the-open' }
      return withCard((reader, protocol) => exchange(service, reader, protocol, bytes, apdu))
    },
    verifyPin: (asked) => withCard((reader) => verify(service, reader, asked)),
    powerOff: () =>
      turns.take(
        async () => {
          const { reader } = service
          if (reader) await letGo(service, reader, UNPOWER)
          service.protocol = null
        },
        () => undefined,
      ),
    close: () => {
      service.context.close()
      return Promise.resolve()
    },
  }
}

function follow(service: Service): void {
  const turn = (next: ChipReaderStatus) => {
    if (next === service.status) return
    service.status = next
    for (const tell of service.listeners) tell()
  }
  // Without the service itself: as if there were no reader.
  service.context.on('error', () => turn('absent'))
  service.context.on('reader', (reader) => {
    if (service.reader || !service.isOurs(reader.name)) return
    service.reader = reader
    reader.on('error', () => turn('fault'))
    reader.on('end', () => {
      service.reader = null
      service.protocol = null
      turn('absent')
    })
    reader.on('status', ({ state, atr }) => {
      const isPresent = (state & PRESENT) !== 0
      if (!isPresent) service.protocol = null
      service.atr = atr ? Uint8Array.from(atr) : new Uint8Array(0)
      turn(isPresent ? 'card' : 'empty')
    })
  })
}

/** Null where it failed, or took too long. */
function called<Value>({ clock }: Service, call: (done: (cause: unknown, value: Value) => void) => void) {
  const value = new Promise<Value | null>((resolve) => {
    // The package throws what it can not begin.
    call((cause, given) => resolve(cause ? null : given))
  })
  return within(
    clock.wait,
    LIMIT_MS,
    value.catch(() => null),
    null,
  )
}

/**
 * The package stays connected to a card that was pulled out, or that gave no answer, and then connects to no other one;
 * where it is not connected it does nothing.
 */
const letGo = (service: Service, reader: PcscReader, disposition: number) =>
  called<null>(service, (done) => reader.disconnect(disposition, (cause) => done(cause, null)))

async function powerOn(service: Service): Promise<PoweredOn> {
  const { reader } = service
  if (!reader) return { is: 'failed', why: 'no-reader' }
  if (service.status === 'empty') return { is: 'failed', why: 'no-card' }
  await letGo(service, reader, RESET)
  const options = { share_mode: EXCLUSIVE, protocol: T0 | T1 }
  const protocol = await called<number>(service, (done) => reader.connect(options, done))
  service.protocol = protocol === T0 || protocol === T1 ? protocol : null
  if (service.protocol === null) return { is: 'failed', why: protocol === null ? 'mute' : 'unsupported' }
  const number: ChipProtocol = service.protocol === T0 ? 0 : 1
  return { is: 'on', atr: service.atr, protocol: number }
}

/** On T=0 it is for the caller to fetch what is to come back (PC/SC part 3). */
async function exchange(
  service: Service,
  reader: PcscReader,
  protocol: number,
  bytes: Uint8Array,
  apdu: Apdu,
): Promise<Exchanged> {
  const t0 = protocol === T0 ? beginT0(apdu) : null
  if (protocol === T0 && !t0) return { is: 'refused', why: 'too-long' }
  let next = t0?.first ?? bytes
  for (;;) {
    const sent = Buffer.from(next)
    const came = await called<Uint8Array>(service, (done) => reader.transmit(sent, APDU_BYTES_MAX, protocol, done))
    // It may have reached the card.
    if (!came) return { is: 'unknown', why: service.status === 'card' ? 'reader-broken' : 'no-card' }
    const step = t0 ? t0.take(came) : ({ is: 'answer', bytes: came } as const)
    if (step.is === 'misread') return { is: 'unknown', why: 'misread' }
    if (step.is === 'answer') return ended(step.bytes)
    next = step.bytes
  }
}

function ended(bytes: Uint8Array): Exchanged {
  const answer = answerOf(bytes)
  return answer ? { is: 'answer', ...answer } : { is: 'unknown', why: 'misread' }
}

async function verify(service: Service, reader: PcscReader, asked: PinAsked): Promise<Exchanged> {
  const request = pinVerification(asked, [0, 0, 0])
  const code = FEATURES_REQUEST[service.system]
  const nothing = Buffer.alloc(0)
  const list = await called<Uint8Array>(service, (done) => reader.control(nothing, code, FEATURES_BYTES_MAX, done))
  const feature = list && featureOf(list, VERIFY_PIN_DIRECT)
  if (feature === null) return { is: 'refused', why: 'unsupported' }
  const structure = verifyStructure(request)
  const came = await called<Uint8Array>(service, (done) => reader.control(structure, feature, FEATURES_BYTES_MAX, done))
  if (!came) return { is: 'unknown', why: 'reader-broken' }
  const exchanged = ended(came)
  if (exchanged.is !== 'answer') return exchanged
  if (exchanged.status === PIN_LATE) return { is: 'refused', why: 'pin-late' }
  return exchanged.status === PIN_CANCELLED ? { is: 'refused', why: 'pin-cancelled' } : exchanged
}
