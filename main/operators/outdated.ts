import type { TillEvent } from '#domain/events'
import { KEPT_KINDS } from '#domain/secret-rules'
import type { Low } from 'lowdb'
import type { OperatorsFile } from './operators-file.ts'

type Person = OperatorsFile['operators'][number]

/**
 * These are in the journal, and the file is of before them: what it has of a secret that was set or revoked since opens
 * nothing any more, until it is set anew. Whoever puts an old image of a disk back brings no old password back.
 * On disk when it resolves; the same again changes nothing. Throws DiskFault.
 */
export async function distrustOlder(file: Low<OperatorsFile>, events: readonly TillEvent[]): Promise<void> {
  const before = JSON.stringify(file.data)
  const people = new Map(file.data.operators.map((person) => [person.number, person]))
  for (const event of events) {
    const person = 'operator' in event && typeof event.operator === 'string' ? people.get(event.operator) : undefined
    if (person) people.set(person.number, older(person, event))
  }
  file.data = { ...file.data, operators: [...people.values()] }
  if (JSON.stringify(file.data) !== before) await file.write()
}

function older(person: Person, event: TillEvent): Person {
  if (event.is === 'secret-set') return without(person, event.secret)
  if (event.is === 'secret-revoked' && event.secret !== 'totp') return without(person, event.secret)
  // With what they had to set anew first.
  if (event.is === 'signed-in' && event.changed)
    return KEPT_KINDS.filter((kind) => hadToChange(person, kind)).reduce(without, person)
  const { authenticator, contact, ...rest } = person
  if (event.is === 'contact-set') return { ...rest, ...(authenticator && { authenticator }) }
  const isOfAuthenticator = event.is === 'authenticator-set' || event.is === 'secret-revoked'
  return isOfAuthenticator ? { ...rest, ...(contact && { contact }) } : person
}

type Kind = (typeof KEPT_KINDS)[number]

const hadToChange = ({ secrets }: Person, kind: Kind): boolean =>
  kind === 'login' || secrets?.[kind]?.mustChange === true

/** How 0.1 kept them says nothing of being revoked: there it is taken out. */
function without(person: Person, kind: Kind): Person {
  const kept = person.secrets?.[kind]
  if (kept) return { ...person, secrets: { ...person.secrets, [kind]: { ...kept, revoked: true } } }
  const { password, voidPassword, ...rest } = person
  return {
    ...rest,
    ...(password !== undefined && kind !== 'login' && { password }),
    ...(voidPassword !== undefined && kind !== 'void' && { voidPassword }),
  }
}
