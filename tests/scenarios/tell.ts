import { makeWorld } from '../world/world.ts'
import { headOffice } from './fork-verbs.ts'
import { worldWithOffice } from './posting-verbs.ts'
import { perform } from './verbs.ts'

const DIVIDER = '----'
/** How a story begins whose station is itself the card terminal of an acquirer. */
const WITH_BANK = '# With an acquirer'
/** And one whose scan payments go to a platform. */
const WITH_PLATFORM = '# With a payment platform'

/** And one that has head office's hub. */
const WITH_HUB = '# With a head office'
/** And one that head office posts for. */
const WITH_OFFICE = '# With head office'

/** Plays a story and writes it down again with what happened under each group of commands. */
export async function tell(text: string): Promise<string> {
  const hub = text.startsWith(WITH_HUB) ? headOffice() : null
  const options = { bank: text.startsWith(WITH_BANK), platform: text.startsWith(WITH_PLATFORM), ...hub?.options }
  const world = text.startsWith(WITH_OFFICE) ? await worldWithOffice(1) : await makeWorld({ seed: 1, ...options })
  hub?.made(world)
  const told: string[] = []
  for (const group of text.trimEnd().split(/\n\n+/)) {
    const commands = (group.split(`\n${DIVIDER}`)[0] ?? '').split('\n')
    const happened: string[] = []
    for (const command of commands.filter((line) => line !== '' && !line.startsWith('#'))) {
      happened.push(...(await perform(world, command)))
    }
    told.push([...commands, DIVIDER, ...happened].join('\n'))
  }
  return `${told.join('\n\n')}\n`
}
