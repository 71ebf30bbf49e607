/**
 * `npm start`: builds what changed, then opens the station on Electron where its binary is, else on Chromium.
 * Arguments after `--` go to the station; `--shell chromium` or `--shell electron` chooses.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { buildIfChanged } from './freshness.ts'
import { electronBinary, ROOT } from './places.ts'

const args = process.argv.slice(2)
const choice = args.indexOf('--shell')
const wanted = choice < 0 ? null : args.splice(choice, 2)[1]
const electron = wanted === 'chromium' ? null : electronBinary()
if (wanted === 'electron' && electron === null) {
  process.stderr.write('没有 Electron,可用 --shell chromium / Electron is not installed; use --shell chromium\n')
  process.exit(1)
}

buildIfChanged()

const noDisplay = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
if (noDisplay && !args.includes('--headless')) {
  process.stderr.write('没有显示器,以无窗口方式运行 / No display: running without a window\n')
  args.push('--headless')
}

const child = spawn(electron ?? process.execPath, [ROOT, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter) },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
