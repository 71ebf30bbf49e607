import type { Contact } from '#domain/contact'
import { OperatorNumber } from '#contract/shapes'
import { SECRETS_REMEMBERED, type KeptKind } from '#domain/secret-rules'
import type { Operator } from '#domain/till'
import type { Low } from 'lowdb'
import { z } from 'zod'

/**
 * Who works here and the hashes of their secrets, in `settings/operators.json`: hashes never enter the journal, which
 * travels to head office.
 */
const Kept = z.strictObject({
  /** argon2id, PHC string format, as pepper.ts marks it. */
  hash: z.string(),
  /** Milliseconds since 1970, UTC; null: from before ages were kept. */
  setAtMs: z.int().nullable(),
  /** Somebody else has set it: its owner must change it before it counts for anything but that. */
  mustChange: z.boolean(),
  /** Feared leaked: it opens nothing until it is set anew. */
  revoked: z.boolean(),
  /** Hashes of those before it, newest first. */
  before: z.array(z.string()).max(SECRETS_REMEMBERED),
})
const Person = z.strictObject({
  number: OperatorNumber,
  name: z.string(),
  role: z.enum(['cashier', 'manager', 'it']),
  /** How 0.1 kept the hashes of the login and the void password. */
  password: z.string().exactOptional(),
  voidPassword: z.string().exactOptional(),
  secrets: z
    .strictObject({ login: Kept.exactOptional(), void: Kept.exactOptional(), pin: Kept.exactOptional() })
    .exactOptional(),
  /** Where the vault has what the authenticator was told. */
  authenticator: z.strictObject({ key: z.string(), setAtMs: z.int() }).exactOptional(),
  /** Where codes for refunds go. */
  contact: z.strictObject({ email: z.string().nullable(), phone: z.string().nullable() }).exactOptional(),
})
export const OperatorsFile = z.strictObject({
  operators: z.array(Person),
  /** Somebody's next state: it counts once the journal knows the act that it was written for. */
  draft: z.strictObject({ txn: z.string(), person: Person }).exactOptional(),
})
export type OperatorsFile = z.infer<typeof OperatorsFile>

export type KeptSecret = z.infer<typeof Kept>
export interface KeptPerson extends Operator {
  readonly secrets: Readonly<Partial<Record<KeptKind, KeptSecret>>>
  readonly authenticator: { readonly key: string; readonly setAtMs: number } | null
  readonly contact: Contact
}
export const NO_CONTACT: Contact = { email: null, phone: null }

const NOBODY = { secrets: {}, authenticator: null, contact: NO_CONTACT }

function personOf(stored: z.infer<typeof Person>): KeptPerson {
  const { number, name, role, password, voidPassword, secrets, authenticator = null, contact = NO_CONTACT } = stored
  const old = {
    ...(password !== undefined && { login: ofBefore(password) }),
    ...(voidPassword !== undefined && { void: ofBefore(voidPassword) }),
  }
  return { number, name, role, secrets: secrets ?? old, authenticator, contact }
}

const ofBefore = (hash: string): KeptSecret => ({ hash, setAtMs: null, mustChange: false, revoked: false, before: [] })

function storedOf({ authenticator, contact, ...person }: KeptPerson): z.infer<typeof Person> {
  const { secrets, ...who } = person
  return {
    ...{ ...who, secrets, contact },
    ...(authenticator && { authenticator }),
  }
}

/** The people in the file. What is written and what is known never differ for longer than a write takes. */
export interface People {
  readonly find: (number: string) => KeptPerson | undefined
  /** Puts somebody at once, in the place of one of the same number; on disk when it resolves. */
  readonly put: (person: KeptPerson) => Promise<void>
  /**
   * Knows these people, whoever is new without any secret, and nobody of those who were taken out; on disk when it
   * resolves.
   */
  readonly follow: (operators: readonly Operator[], removed: readonly string[]) => Promise<void>
  /** Writes what somebody is to be once the act `txn` is in the journal. The next draft takes its place. */
  readonly draft: (txn: string, person: KeptPerson) => Promise<void>
  /** The act of the last draft is in the journal: it counts. */
  readonly settle: () => void
}

export interface PeopleParts {
  readonly file: Low<OperatorsFile>
  /** Whether the journal knows the act: a draft of one that it does not know came to nothing. */
  readonly isDone: (txn: string) => boolean
  /** Whom the journal knows. Those whom an older file does not know have no secrets, and can be given some. */
  readonly known: () => readonly Operator[]
}

export function openPeople({ file, isDone, known }: PeopleParts): People {
  let people = new Map(file.data.operators.map((each) => [each.number, personOf(each)]))
  let drafted: { readonly txn: string; readonly person: KeptPerson } | null = null
  const replaced = (person: KeptPerson) => new Map(people).set(person.number, person)
  const { draft: left } = file.data
  if (left && isDone(left.txn)) people = replaced(personOf(left.person))

  async function write(now: typeof people, draft: typeof drafted): Promise<void> {
    const before = file.data
    file.data = {
      operators: [...now.values()].map(storedOf),
      ...(draft && { draft: { txn: draft.txn, person: storedOf(draft.person) } }),
    }
    try {
      await file.write()
    } catch (cause) {
      // What the disk did not take is not known here either.
      file.data = before
      throw cause
    }
  }

  return {
    find: (number) => {
      const bare = known().find((operator) => operator.number === number)
      return people.get(number) ?? (bare && { ...bare, secrets: {}, authenticator: null, contact: NO_CONTACT })
    },
    put: async (person) => {
      const now = replaced(person)
      await write(now, null)
      people = now
    },
    follow: async (operators, removed) => {
      const now = new Map([...people].filter(([number]) => !removed.includes(number)))
      for (const each of operators) now.set(each.number, { ...(now.get(each.number) ?? NOBODY), ...each })
      if (JSON.stringify([...now]) === JSON.stringify([...people])) return
      await write(now, null)
      people = now
    },
    draft: async (txn, person) => {
      await write(people, { txn, person })
      drafted = { txn, person }
    },
    settle: () => {
      if (drafted) people = replaced(drafted.person)
      drafted = null
    },
  }
}
