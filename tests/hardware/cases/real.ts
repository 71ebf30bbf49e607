import assert from 'node:assert/strict'
import { makeHidScanner } from '../../../drivers/gadget/hid-scanner.ts'
import { makeUsbPrinter } from '../../../drivers/gadget/printer.ts'
import { at } from '../../sources.ts'
import { until } from '../bench.ts'
import { plugging, type Case } from '../case.ts'

const COLUMNS = 48
const PAGES = 4

/** What is tried on a device in hand, tried on those of the bench: by the kernel’s printer driver, by USB, by HID. */
export const REAL_CASES: readonly Case[] = [
  {
    name: 'real: a printer behind its file and on USB, and a scanner, pass what a device in hand is asked to do',
    run: (hands) => {
      const printer = makeUsbPrinter({ columns: COLUMNS })
      const scanner = makeHidScanner()
      return plugging(hands, [printer.gadget, scanner], async () => {
        await until(
          async () => (await hands.shell('ls /dev/usb 2>/dev/null || true')).includes('lp0') || null,
          'no lp0',
        )
        const named = ['printer=/dev/usb/lp0', 'printer=0416:5011', 'scanner=0c2e:0b81']
        const program = at('tests/hardware/hardware.ts')
        const running = await hands.machine.start(['node', program, ...named.flatMap((each) => ['--real', each])])
        let said = ''
        running.onOutput((bytes) => {
          said += Buffer.from(bytes).toString()
          if (said.includes('scan any bar code')) scanner.scan('6902088921014')
        })
        const { code, errors } = await running.ended
        assert.equal(code, 0, `${said}${errors}`)
        assert.equal(printer.firmware.sheets().length, PAGES)
      })
    },
  },
]
