import { makeWorld } from '../world/world.ts'
import { worldWithOffice } from './posting-verbs.ts'
import { perform } from './verbs.ts'

const DIVIDER = '----'
/** How a story begins whose station is itself the card terminal of an acquirer. */
const WITH_BANK = '# With an acquirer'
/** And one whose scan payments go to a platform. */
const WITH_PLATFORM = '# With a payment platform'

/** And one whose station has a line to head office. */
const WITH_OFFICE = '# With head office'

/** Plays a story and writes it down again with what happened under each group of commands. */
export async function tell(text: string): Promise<string> {
  const [bank, platform] = [text.startsWith(WITH_BANK), text.startsWith(WITH_PLATFORM)]
  const world = text.startsWith(WITH_OFFICE) ? await worldWithOffice(1) : await makeWorld({ seed: 1, bank, platform })
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
