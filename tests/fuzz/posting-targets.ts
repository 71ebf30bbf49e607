import { bodyIn, understood } from '#main/postings/bodies'
import { isKind, judgePosting, nameOf, POSTING_BYTES_MAX, readPosting, signPosting } from '#main/postings/posting'
import { keyId, publicText } from '#main/head-office/token'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { Target } from './targets.ts'

/** What head office posts, as it comes from a hub that is not believed. */
const SEED = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)])
const key = createPrivateKey({ key: SEED, format: 'der', type: 'pkcs8' })
const trust = {
  ...{ merchant: 'M1', terminal: 'T1', revoked: new Set<string>() },
  keys: new Map([[keyId(publicText(key)), createPublicKey(key)]]),
}
const NAME = nameOf('s01', null, 'notices')
const signed = (body: unknown, from: string | null = null) =>
  signPosting({ name: NAME, merchant: 'M1', issuedMs: 1_764_300_000_000, from, body }, key)
const BODIES = [
  { notices: [{ id: 'a', title: { zh: '公告' }, text: { zh: '一\n二', en: 'x' }, from: '2026-05-01 10:00:00' }] },
  { operators: [{ number: '11', name: '店长', role: 'manager' }] },
  { demand: { on: '2026-05-04', graceHours: 2 }, secrets: [{ operator: '03', secret: 'login', on: '2026-05-04' }] },
  { lines: { cashRounding: 'down', retention: { archiveAfterDays: null } } },
  {
    lists: [
      { is: 'goods', from: null, rows: 1, bytes: 9, digest: 'a'.repeat(64), parts: ['b'.repeat(64), 'c'.repeat(64)] },
    ],
  },
]

const SIGNED = [signed(BODIES[0]), signed(BODIES[1], '2026-05-01 10:00:00')]

function posting(input: Uint8Array): string {
  const judged = judgePosting(input, { name: NAME, trust })
  if (input.length > POSTING_BYTES_MAX && judged.ok) throw new Error('one that is too big was taken')
  const read = readPosting(input)
  if (judged.ok && !SIGNED.some((each) => each.equals(input))) throw new Error('what nobody signed was taken')
  if (judged.ok && read?.digest !== judged.value.digest) throw new Error('it was read as another than it was judged')
  return judged.ok ? 'good' : judged.why
}

/** The first word says the kind, the rest is its body. */
function body(input: Uint8Array): string {
  const text = Buffer.from(input).toString()
  const gap = text.indexOf(' ')
  const [kind, rest] = [text.slice(0, gap), text.slice(gap + 1)]
  if (!isKind(kind)) return 'no kind'
  let parsed: unknown
  try {
    parsed = JSON.parse(rest)
  } catch {
    return 'no JSON'
  }
  const known = understood(kind, parsed, 'Asia/Shanghai')
  const isFault = typeof bodyIn(kind, parsed) === 'string'
  if (isFault && typeof known !== 'string') throw new Error('what is not in order was understood')
  return typeof known === 'string' ? 'refused' : `understood ${known.kind}`
}

const KINDS = ['notices', 'operators', 'standing', 'profile', 'catalogue']
export const POSTING_TARGETS: readonly Target[] = [
  {
    ...{ name: 'posting', file: 'main/postings/posting.ts', run: posting },
    corpus: SIGNED,
  },
  {
    ...{ name: 'posting-body', file: 'main/postings/bodies.ts', run: body },
    corpus: BODIES.map((each, nth) => Buffer.from(`${KINDS[nth] ?? ''} ${JSON.stringify(each)}`)),
  },
]
