/**
 * `npm run dev`: the station with hot reload, on Electron where its binary is, else on Chromium. electron-vite starts
 * whatever ELECTRON_EXEC_PATH names with the project's folder; with Node there, that is the Chromium shell.
 */
import { join } from 'node:path'
import { handOver } from './foreground.ts'
import { electronBinary, ROOT } from './places.ts'

const program = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js')
const args = [program, 'dev', '-c', 'electron.config.ts', '--', ...process.argv.slice(2)]
handOver(process.execPath, args, { ELECTRON_EXEC_PATH: electronBinary() ?? process.execPath })
