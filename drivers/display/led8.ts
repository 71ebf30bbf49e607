import type { AmountKind, DisplayCoder, Picture } from './port.ts'

/**
 * Displays of eight digits with four lamps, as Chinese counters have them: commands of their makers' sheets, which all
 * agree on `ESC Q A` for the number, `ESC s` for the lamp and `FF` for none of both. Words it can not show.
 */
const ESC = 0x1b
const CR = 0x0d
const INITIALISE = Buffer.from([ESC, 0x40])
const CLEAR = Buffer.from([0x0c])
/** `ESC s n`: 单价, 总计, 收款, 找零. */
const LAMPS: Readonly<Record<AmountKind, string>> = { price: '1', total: '2', received: '3', change: '4' }

/** Signs that take a digit's place: a point stands at the digit before it. */
const PLACES = 8
const AMOUNT = /^-?\d+(\.\d+)?$/
/** An amount it has no room for: shortened, it would be another amount. */
const TOO_LONG = '-'.repeat(PLACES)

export const LED8: DisplayCoder = {
  begin: Buffer.concat([INITIALISE, CLEAR]),
  bytesOf: (picture: Picture): Buffer => {
    if (picture.is !== 'amount') return CLEAR
    const fits = AMOUNT.test(picture.amount) && picture.amount.replace('.', '').length <= PLACES
    return Buffer.concat([
      Buffer.from([ESC, 0x51, 0x41]),
      Buffer.from(fits ? picture.amount : TOO_LONG, 'ascii'),
      Buffer.from([CR, ESC, 0x73]),
      Buffer.from(LAMPS[picture.kind], 'ascii'),
    ])
  },
}
