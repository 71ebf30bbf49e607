/**
 * How reading or writing ends. A refusal says which field and why in a word of this list, and never what stood there:
 * it goes to a log, and fields hold card numbers.
 */
export type Read<Value> = Taken<Value> | Refusal
export interface Taken<Value> {
  readonly ok: true
  readonly value: Value
}
export interface Refusal {
  readonly ok: false
  readonly why: Why
  /** Null where it is not about one field. */
  readonly field: number | null
}

/**
 * `truncated`: it ends within · `surplus`: it goes on behind its end · `too-long`: over the limit · `length`: not as
 * long as it has to be · `digits`, `characters`: signs that are not of its alphabet · `padding`: what fills it up is
 * not what fills up · `kind`: text for bytes, or bytes for text · `mti`: no message type of ISO 8583:1987 ·
 * `second-bitmap`, `unknown-field`: fields that such messages do not have · `mac-field`: F64 where the MAC is to come ·
 * `tpdu`: no such address · `tag`, `depth`: of BER-TLV.
 */
export type Why =
  | ('truncated' | 'surplus' | 'too-long' | 'length' | 'digits' | 'characters' | 'padding' | 'kind' | 'mti')
  | ('second-bitmap' | 'unknown-field' | 'mac-field' | 'tpdu' | 'tag' | 'depth')

export const taken = <Value>(value: Value): Taken<Value> => ({ ok: true, value })
export const refusal = (why: Why, field: number | null = null): Refusal => ({ ok: false, why, field })
/** The same, now that it is known of which field. */
export const inField = ({ why }: Refusal, field: number): Refusal => ({ ok: false, why, field })
