/**
 * `npm run package -- [--linux deb AppImage | --win nsis]`: builds what changed, then installers for this machine into
 * `dist`. Fetches Electron and the installers' tools where they are not there yet.
 */
import { buildIfChanged } from './freshness.ts'
import { handOver } from './foreground.ts'
import { ROOT } from './places.ts'
import { join } from 'node:path'

buildIfChanged()
const builder = join(ROOT, 'node_modules/electron-builder/cli.js')
handOver(process.execPath, [builder, '--config', 'build/electron-builder.ts', ...process.argv.slice(2)])
