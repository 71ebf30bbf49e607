import { makeCd5220 } from './cd5220.ts'
import { makeDmD } from './dm-d.ts'
import { LED8 } from './led8.ts'
import type { DisplayCoder } from './port.ts'
import type { DisplayCodePage } from './text.ts'

/** As the data of a make names it. */
export interface DisplaySpeech {
  readonly protocol: 'led8' | 'cd5220' | 'dm-d'
  readonly codePage: DisplayCodePage
}

export function coderOf({ protocol, codePage }: DisplaySpeech): DisplayCoder {
  if (protocol === 'led8') return LED8
  return protocol === 'cd5220' ? makeCd5220(codePage) : makeDmD(codePage)
}
