import { readPublicKey } from '../identity.ts'
import type { Asked } from './arguments.ts'
import type { ExportParts } from './command.ts'
import { OUT_SENTENCES } from './sentences.ts'
import { readSignature, type Said } from './signature.ts'
import { signaturePath } from './writing.ts'
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'

type Check = Extract<Asked, { verb: 'check-export' }>

/** Holds a file against its signature, and that against a station's key where one is named. Throws DiskFault. */
export async function checkExport({ file, named }: Check, { disk, say }: ExportParts): Promise<boolean> {
  const refuse = (why: keyof typeof OUT_SENTENCES, key = ''): false => {
    const { zh, en } = OUT_SENTENCES[why](file, key)
    say(`✕ ${zh} / ${en}`)
    return false
  }
  const said = readSignature(await disk.read(signaturePath(file)))
  if (said === null) return refuse('not-signed')
  const bytes = await disk.read(file)
  const isSame = bytes.length === said.bytes && createHash('sha256').update(bytes).digest('hex') === said.sha256
  if (!isSame) return refuse('changed')
  const key = named === undefined ? null : await readPublicKey({ disk, folder: resolve(named) })
  if (named !== undefined && key === null) return refuse('no-key')
  if (key !== null && key !== said.publicKey) return refuse('other-key', said.publicKey)
  for (const line of verdict(said, key !== null)) say(line)
  return true
}

function verdict({ station, epoch, from, to, head, at, publicKey, bytes }: Said, isKnown: boolean): string[] {
  const range = from === null ? '–' : `${from}–${to}`
  return [
    `✓ 与签名一致：${station} 号收银台第 ${epoch} 期，记录 ${range}，${bytes} 字节，` +
      `流水到第 ${head.seq} 条，出具于 ${at} / ` +
      `As it was signed: station ${station}, epoch ${epoch}, records ${range}, ${bytes} bytes, of a journal of ` +
      `${head.seq} records, made ${at}`,
    isKnown
      ? '✓ 签名用的是这台收银台的公钥 / The key of the signature is this station’s'
      : `○ 签名用的公钥是 ${publicKey}，请与总部留存的核对。 / ` +
        `The key of the signature is ${publicKey}: hold it against head office’s copy.`,
  ]
}
