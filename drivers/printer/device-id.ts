/**
 * What a USB printer says it is (IEEE 1284, 7.6, by the printer class's GET_DEVICE_ID): two bytes of length, high first
 * and themselves counted, then `KEY:value;` in any order. Null where it is none. The length is not believed beyond what
 * came.
 */
export interface DeviceId {
  readonly maker: string
  readonly model: string
  /** Languages it says it speaks, such as `ESC/POS` or `PCL`; empty where it does not say. */
  readonly languages: readonly string[]
}

const LENGTH_BYTES = 2
const CHARACTERS_MAX = 64
const LANGUAGES_MAX = 16
/** Languages of pages and labels: a slip in ESC/POS would come out of such a printer as sheets of rubbish. */
const OTHER = /^(PCL|PJL|PCLXL|POSTSCRIPT|PS\d?|PDF|URF|PWG|HPGL|GDI|ZJS|XPS|ZPL|EPL|TSPL|ESCPL2|ESC\/P2)/i
const OURS = /ESC\/?POS|^EPSON|STAR|^TM/i

export function readDeviceId(bytes: Uint8Array): DeviceId | null {
  const [high, low] = bytes
  if (high === undefined || low === undefined) return null
  const text = Buffer.from(bytes.subarray(LENGTH_BYTES, Math.max(LENGTH_BYTES, high * 256 + low))).toString('latin1')
  const said = new Map<string, string>()
  for (const part of text.split(';')) {
    const [key = '', ...value] = part.split(':')
    const name = key.trim().toUpperCase()
    if (!said.has(name)) said.set(name, value.join(':').trim())
  }
  const of = (...names: string[]) => names.map((name) => said.get(name)).find((value) => value !== undefined) ?? ''
  const maker = of('MFG', 'MANUFACTURER').slice(0, CHARACTERS_MAX)
  const model = of('MDL', 'MODEL').slice(0, CHARACTERS_MAX)
  const languages = of('CMD', 'COMMAND SET').split(',', LANGUAGES_MAX)
  return maker === '' && model === ''
    ? null
    : { maker, model, languages: languages.map((each) => each.trim().slice(0, CHARACTERS_MAX)).filter(Boolean) }
}

/** One that speaks of other languages only. Most receipt printers name theirs in words of their own, or not at all. */
export const isOtherPrinter = ({ languages }: DeviceId): boolean =>
  languages.some((each) => OTHER.test(each)) && !languages.some((each) => OURS.test(each))
