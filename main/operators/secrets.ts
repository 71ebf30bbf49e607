import type { Contact } from '#domain/contact'
import { KEPT_KINDS, SECRETS_REMEMBERED, type KeptKind } from '#domain/secret-rules'
import type { Operator } from '#domain/till'
import type { Clock } from '#drivers/clock/port'
import type { Hashing } from '#drivers/hashing/port'
import type { Random } from '#drivers/random/port'
import type { Vault } from '../vault.ts'
import { stepOf } from './authenticator.ts'
import {
  NO_CONTACT,
  openPeople,
  type KeptPerson,
  type KeptSecret,
  type People,
  type PeopleParts,
} from './operators-file.ts'
import { makePeppered, type Peppered } from './pepper.ts'

export interface OwnSecrets {
  readonly password: string
  readonly voidPassword?: string
}

/** What a secret that is about to be set is not to be like. */
export type Likeness = 'same-as-now' | 'used-before' | 'secret-equals-another'

/**
 * Checks secrets; none of them is ever in what these answer. One that was revoked or never set is never right, nor is a
 * void password or PIN that somebody else has set.
 */
export interface Secrets {
  readonly isPassword: (operator: string, password: string) => Promise<boolean>
  readonly isVoidPassword: (manager: string, voidPassword: string) => Promise<boolean>
  readonly isPin: (operator: string, pin: string) => Promise<boolean>
  /** Whether it is the one that is set, whoever has set it: to set another. */
  readonly isSecret: (kind: KeptKind, operator: string, secret: string) => Promise<boolean>
  /** The step of RFC 6238 whose code it is; null where it is none's. Whether it was used before, the journal knows. */
  readonly totpStep: (manager: string, code: string, nowMs: number) => number | null
  readonly hasTotp: (manager: string) => boolean
  readonly contactOf: (manager: string) => Contact
  /** What is known of a secret but the secret; null where it is not set. */
  readonly standing: (kind: KeptKind, operator: string) => Omit<KeptSecret, 'hash' | 'before'> | null
  /** Hashed under a pepper that this machine does not have: no entry can be right. */
  readonly isElsewhere: (kind: KeptKind, operator: string) => boolean
  /** Which of this person's secrets it would be like; null where none. */
  readonly likeness: (kind: KeptKind, operator: string, secret: string) => Promise<Likeness | null>
  /** Keeps one more operator, in the place of one of the same number who came to nothing; on disk when it resolves. */
  readonly keep: (operator: Operator, own: OwnSecrets, mustChange: boolean) => Promise<void>
  /** See People. */
  readonly follow: People['follow']
  readonly drafts: SecretDrafts
}

/** What somebody's secrets are to be once the act `txn` is in the journal; on disk when it resolves. */
export interface SecretDrafts {
  readonly set: (txn: string, operator: string, next: readonly NextSecret[]) => Promise<void>
  readonly revoke: (txn: string, operator: string, kind: KeptKind) => Promise<void>
  /** `secret` null: no authenticator from now on. The vault has it before the journal knows. */
  readonly setAuthenticator: (txn: string, operator: string, secret: string | null) => Promise<void>
  readonly setContact: (txn: string, operator: string, contact: Contact) => Promise<void>
  /** The act of the last one is in the journal. */
  readonly settle: () => void
}

export interface NextSecret {
  readonly kind: KeptKind
  readonly next: string
  /** Set by somebody else. */
  readonly mustChange: boolean
}

export interface SecretsParts extends PeopleParts {
  readonly vault: Vault
  readonly hashing: Hashing
  readonly random: Random
  readonly clock: Clock
}

interface Inner extends Omit<SecretsParts, keyof PeopleParts | 'hashing'> {
  readonly people: People
  readonly peppered: Peppered
}

export function makeSecrets({ file, isDone, known, hashing, ...rest }: SecretsParts): Secrets {
  const people = openPeople({ file, isDone, known })
  const inner: Inner = { ...rest, people, peppered: makePeppered({ ...rest, hashing }) }
  const { vault, peppered, clock } = inner
  const kept = (kind: KeptKind, operator: string) => people.find(operator)?.secrets[kind]
  const isSecret = (kind: KeptKind, operator: string, secret: string) => isRight(inner, { kind, operator, secret })
  const isOwn = (kind: KeptKind, operator: string) => kept(kind, operator)?.mustChange === false
  const authenticator = (manager: string) => vault.get(people.find(manager)?.authenticator?.key ?? '')
  return {
    isSecret,
    isPassword: (operator, password) => isSecret('login', operator, password),
    // What another has set is known to two: nobody approves in the owner's name with it.
    isVoidPassword: async (manager, word) => isOwn('void', manager) && (await isSecret('void', manager, word)),
    isPin: async (operator, pin) => isOwn('pin', operator) && (await isSecret('pin', operator, pin)),
    totpStep: (manager, code, nowMs) => {
      const secret = authenticator(manager)
      return secret === null ? null : stepOf(secret, code, nowMs)
    },
    hasTotp: (manager) => authenticator(manager) !== null,
    contactOf: (manager) => people.find(manager)?.contact ?? NO_CONTACT,
    standing: (kind, operator) => {
      const secret = kept(kind, operator)
      if (!secret) return null
      const { setAtMs, mustChange, revoked } = secret
      return { setAtMs, mustChange, revoked }
    },
    isElsewhere: (kind, operator) => peppered.isElsewhere(kept(kind, operator)?.hash ?? ''),
    likeness: (kind, operator, secret) => likenessOf(inner, { kind, operator, secret }),
    keep: async ({ number, name, role }, own, mustChange) => {
      const fresh = async (secret: string): Promise<KeptSecret> => ({
        ...{ hash: await peppered.hash(secret), setAtMs: clock.nowMs(), mustChange, revoked: false, before: [] },
      })
      const secrets = {
        login: await fresh(own.password),
        ...(own.voidPassword !== undefined && { void: await fresh(own.voidPassword) }),
      }
      await people.put({ number, name, role, secrets, authenticator: null, contact: NO_CONTACT })
    },
    follow: people.follow,
    drafts: draftsOf(inner),
  }
}

interface Entered {
  readonly kind: KeptKind
  readonly operator: string
  readonly secret: string
}

/** Checked, and made anew where the hash is of another time: the secret is known just now and then never again. */
async function isRight({ people, peppered, clock }: Inner, { kind, operator, secret }: Entered): Promise<boolean> {
  const person = people.find(operator)
  const kept = person?.secrets[kind]
  if (!kept || kept.revoked || !(await peppered.verify(kept.hash, secret))) return false
  if (peppered.isStale(kept.hash)) {
    const anew = { ...kept, hash: await peppered.hash(secret), setAtMs: kept.setAtMs ?? clock.nowMs() }
    await people.put({ ...person, secrets: { ...person.secrets, [kind]: anew } })
  }
  return true
}

async function likenessOf({ people, peppered }: Inner, { kind, operator, secret }: Entered): Promise<Likeness | null> {
  const secrets = people.find(operator)?.secrets ?? {}
  const own = secrets[kind]
  if (own && (await peppered.verify(own.hash, secret))) return 'same-as-now'
  for (const hash of own?.before ?? []) if (await peppered.verify(hash, secret)) return 'used-before'
  for (const other of KEPT_KINDS.filter((each) => each !== kind)) {
    // Also of one that was revoked: it may be known to somebody.
    const hash = secrets[other]?.hash
    if (hash !== undefined && (await peppered.verify(hash, secret))) return 'secret-equals-another'
  }
  return null
}

/** Names an entry of the vault anew each time: one that is in force is not overwritten before the journal knows. */
const keyFor = (number: string, random: Random): string => `${AUTHENTICATOR}${number}-${random.id().slice(0, 8)}`
export const AUTHENTICATOR = 'totp-'

function draftsOf({ people, peppered, clock, vault, random }: Inner): SecretDrafts {
  const drafted = async (txn: string, operator: string, change: (person: KeptPerson) => Partial<KeptPerson>) => {
    const person = people.find(operator)
    if (person) await people.draft(txn, { ...person, ...change(person) })
  }
  const forget = async (keep: readonly (string | null)[], operator: string) => {
    const own = `${AUTHENTICATOR}${operator}-`
    const dead = vault.names().filter((name) => name.startsWith(own) && !keep.includes(name))
    for (const name of dead) await vault.put(name, null)
  }
  return {
    set: async (txn, operator, next) => {
      const hashed: [KeptKind, string, boolean][] = []
      for (const { kind, next: secret, mustChange } of next) {
        hashed.push([kind, await peppered.hash(secret), mustChange])
      }
      const setAtMs = clock.nowMs()
      await drafted(txn, operator, ({ secrets }) => ({
        secrets: hashed.reduce((so, [kind, hash, mustChange]) => {
          const now = so[kind]
          const before = now ? [now.hash, ...now.before].slice(0, SECRETS_REMEMBERED) : []
          return { ...so, [kind]: { hash, setAtMs, mustChange, revoked: false, before } }
        }, secrets),
      }))
    },
    revoke: (txn, operator, kind) =>
      drafted(txn, operator, ({ secrets }) => {
        const now = secrets[kind]
        return now ? { secrets: { ...secrets, [kind]: { ...now, revoked: true } } } : {}
      }),
    setAuthenticator: async (txn, operator, secret) => {
      const now = people.find(operator)?.authenticator?.key ?? null
      const key = secret === null ? null : keyFor(operator, random)
      await forget([now], operator)
      if (key !== null) await vault.put(key, secret)
      await drafted(txn, operator, () => ({ authenticator: key === null ? null : { key, setAtMs: clock.nowMs() } }))
    },
    setContact: (txn, operator, contact) => drafted(txn, operator, () => ({ contact })),
    settle: people.settle,
  }
}
