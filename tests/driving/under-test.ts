import { _electron } from 'playwright-core'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { electronBinary } from '../../build/places.ts'
import { ROOT } from '../sources.ts'
import { searchFolder } from '../world/secrets.ts'
import { shellUnderTest, startProgram, type RunningProgram, type RunOptions } from './running.ts'

/** The whole program on the shell this end-to-end run is for. */
export const startUnderTest = (options: RunOptions = {}): Promise<RunningProgram> =>
  shellUnderTest() === 'electron' ? startElectron(options) : startProgram({ ...options, shell: shellUnderTest() })

/** Real Electron: Playwright starts and drives it by means of its own. Only where the binary is installed. */
async function startElectron({ profile = 'test', language, env, ...rest }: RunOptions): Promise<RunningProgram> {
  const executablePath = electronBinary()
  if (executablePath === null) throw new Error('Electron is not installed')
  const scratch = mkdtempSync(join(tmpdir(), 'cashier-'))
  const folder = rest.folder ?? join(scratch, 'data')
  const args = [
    ...[rest.program ?? ROOT, '--profile', profile, '--data', folder],
    ...(language ? ['--lang', language] : []),
    ...(rest.headed === true ? [] : ['--headless']),
    ...(rest.args ?? []),
  ]
  // Pairs of text, since what is empty is left out.
  const given = Object.entries({ ...process.env, ...env }).flatMap(([name, value]) => (value ? [[name, value]] : []))
  const environment = Object.fromEntries(given) as Record<string, string>
  const app = await _electron.launch({ executablePath, args, env: environment })
  let output = ''
  app.process().stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const end = () => app.close()
  return {
    ...{ process: app.process(), folder, page: await app.firstWindow(), windows: () => app.windows() },
    ...{ output: () => output, end },
    stop: async () => {
      await end()
      searchFolder(folder)
      rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
