import type { PolicyRefusal } from '#domain/integrity'
import { faultOfPolicy, type PolicyFault } from '#domain/policy'
import type { Sentence } from '#domain/sentence'
import { isMissing, writeWhole } from '#journal/files'
import { dirname, resolve } from 'node:path'
import type { Asked } from './arguments.ts'
import { Refuse, type CommandParts } from './command.ts'
import { privateKeyIn } from './keys.ts'
import { POLICY_FILE, takePolicy } from './policy-file.ts'
import { dayOf, PolicyFields, signPolicy } from './policy.ts'

/** Signs a policy for all stations of its merchant; one that is below a floor is not signed. */
export async function makePolicy({ disk, clock }: CommandParts, { options }: Asked): Promise<Sentence[]> {
  const key = await privateKeyIn(disk, resolve(options.get('--key') ?? ''))
  const path = resolve(options.get('--policy') ?? '')
  const fields = fieldsIn(await textOf(disk, path), path)
  const found = faultOfPolicy({ ...fields, version: 1 })
  if (found) throw new Refuse(faultSentence(fields, found))
  const out = resolve(options.get('--out') ?? '')
  const document = signPolicy(fields, clock.nowMs(), key)
  await writeWhole(disk, out, Buffer.from(`${JSON.stringify(document, null, 2)}\n`))
  await disk.syncFolder(dirname(out))
  const { merchant, locked } = fields
  const [lockZh, lockEn] = locked ? ['锁定，门店不能改', 'locked'] : ['不锁定，门店可以改', 'the shop may change it']
  return [
    {
      zh: `已签商户 ${merchant} 的授权规则（${lockZh}）：${out}`,
      en: `Signed the policy of merchant ${merchant} (${lockEn}): ${out}`,
    },
    {
      zh: `请在每台收银台上运行 npm run activation -- take-policy ${out}`,
      en: `Give it to each station: npm run activation -- take-policy ${out}`,
    },
  ]
}

/** Puts a policy of head office where the station takes it from. */
export async function takePolicyFile({ disk, folder: usual }: CommandParts, { named, options }: Asked) {
  const folder = resolve(options.get('--data') ?? usual)
  const taken = await takePolicy({ disk, folder }, await textOf(disk, resolve(named)))
  if (!taken.ok) throw new Refuse(SENTENCES[taken.why](taken.about))
  const day = dayOf(taken.value.issuedMs)
  return [
    {
      zh: `${folder} 已放入总部 ${day} 的授权规则：settings/${POLICY_FILE}`,
      en: `${folder} has head office’s policy of ${day}: settings/${POLICY_FILE}`,
    },
    { zh: '下次启动生效', en: 'It counts from the next start' },
  ]
}

async function textOf(disk: CommandParts['disk'], path: string): Promise<string> {
  try {
    return (await disk.read(path)).toString()
  } catch (cause) {
    if (!isMissing(cause)) throw cause
    throw new Refuse({
      zh: `没有文件 ${path}。请改正后再试。`,
      en: `There is no file ${path}. Correct it and try again.`,
    })
  }
}

function fieldsIn(text: string, path: string): PolicyFields {
  let parsed: unknown = null
  try {
    parsed = JSON.parse(text)
  } catch {
    // It is told below, as any other text that is none.
  }
  const read = PolicyFields.safeParse(parsed)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const about = `${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`
  throw new Refuse({
    zh: `这不是授权规则（${about}），没有签。请按 docs/it.md 的样子写。`,
    en: `This is no policy (${about}); nothing was signed. Write it as docs/it.md shows.`,
  })
}

const FAULTS: Readonly<Record<PolicyFault, Sentence>> = {
  'below-floor': { zh: '低于底线', en: 'is below the floor' },
  'no-code-for-it': { zh: '要了不能用的退款密码', en: 'asks for a refund code where none can be' },
  'no-first-line': { zh: '有一步没有从零起的一条', en: 'an act has no line that begins at nothing' },
  twice: { zh: '与另一条起点相同', en: 'begins where another does' },
  'too-many': { zh: '超过 60 条', en: 'is one of more than 60' },
  'out-of-range': { zh: '有数字超出范围', en: 'has a number out of range' },
}

function faultSentence({ rows }: PolicyFields, { fault, line }: { fault: PolicyFault; line: number }): Sentence {
  const { zh, en } = FAULTS[fault]
  const act = rows[line]?.act
  const where = `${line + 1} (${act ?? ''})`
  const lineZh = act === undefined ? zh : `第 ${where} 条${zh}`
  const lineEn = act === undefined ? en : `Line ${where} ${en}`
  return { zh: `${lineZh}，没有签。请改正后再试。`, en: `${lineEn}. Correct it; nothing was signed.` }
}

const NOTHING = { zh: '没有改动。', en: 'nothing was changed.' }
const SENTENCES: Readonly<Record<PolicyRefusal, (about: string) => Sentence>> = {
  'policy-misread': () => ({
    zh: `这不是总部签过的授权规则，${NOTHING.zh}请用 npm run activation -- policy 写出的文件。`,
    en: `This is no policy that head office signed; ${NOTHING.en} Name a file that npm run activation -- policy wrote.`,
  }),
  'policy-forged': (key) => ({
    zh: `授权规则不是收银台信任的密钥签的（${key}）或被改过，${NOTHING.zh}请向总部再要。`,
    en: `No key that the station trusts signed this as it is (${key}); ${NOTHING.en} Ask head office for it again.`,
  }),
  'policy-elsewhere': (merchant) => ({
    zh: `授权规则是给商户 ${merchant} 的，${NOTHING.zh}请用本商户的。`,
    en: `The policy is for merchant ${merchant}; ${NOTHING.en} Name this merchant’s.`,
  }),
  'policy-unsound': (line) => ({
    zh: `授权规则低于底线或写错了（${line}），${NOTHING.zh}请致电总部。`,
    en: `The policy is below a floor or wrong (${line}); ${NOTHING.en} Call head office.`,
  }),
  'policy-older': (day) => ({
    zh: `收银台已有比这份（${day}）更新的授权规则，${NOTHING.zh}请用最新的。`,
    en: `The station has a newer policy than this one of ${day}; ${NOTHING.en} Name the newest.`,
  }),
  'policy-waits': (what) => ({
    zh: `店长还没有确认 ${what}，${NOTHING.zh}请店长先确认设置。`,
    en: `No manager has accepted ${what} yet; ${NOTHING.en} A manager accepts the settings first.`,
  }),
}
