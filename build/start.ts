/**
 * `npm start`: builds what changed, then opens the station on Electron where its binary is, else on Chromium.
 * Arguments after `--` go to the station; `--shell chromium` or `--shell electron` chooses.
 */
import { buildIfChanged } from './freshness.ts'
import { handOver } from './foreground.ts'
import { electronBinary, NODE_FLAGS, ROOT } from './places.ts'

const args = process.argv.slice(2)
const choice = args.indexOf('--shell')
const wanted = choice < 0 ? null : args.splice(choice, 2)[1]
const electron = wanted === 'chromium' ? null : electronBinary()
if (wanted === 'electron' && electron === null) {
  process.stderr.write('没有 Electron，可用 --shell chromium / Electron is not installed; use --shell chromium\n')
  process.exit(1)
}

buildIfChanged()

const noDisplay = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
if (noDisplay && !args.includes('--headless')) {
  process.stderr.write('没有显示器，以无窗口方式运行 / No display: running without a window\n')
  args.push('--headless')
}

if (electron === null) handOver(process.execPath, [...NODE_FLAGS, ROOT, ...args])
else handOver(electron, [ROOT, ...args])
