import { never } from '#domain/result'
import type { Sentence } from '#domain/sentence'
import type { DiskTrouble } from '#drivers/disk/port'
import { EPOCH_MAX } from '#journal/epoch'
import { sentenceOfFault } from '#journal/fault-sentences'
import type { Unreadable } from './format.ts'
import { PASSPHRASE_SIGNS_MIN, type BackupRefusal } from './refusal.ts'

/** Why there is no backup, or why it was not restored, with the next step. */
export function sentenceOfRefusal(refusal: BackupRefusal): Sentence {
  switch (refusal.why) {
    case 'not-a-backup':
    case 'newer':
    case 'damaged':
    case 'truncated':
    case 'wrong-key':
    case 'not-a-key':
      return OF_FILE[refusal.why](refusal.file)
    case 'no-recipient':
    case 'nothing':
    case 'cancelled':
    case 'secrets-sealed':
    case 'short-passphrase':
    case 'passphrases-differ':
      return PLAIN[refusal.why]
    case 'space':
      return spaceSentence(refusal)
    case 'not-verified':
      return notVerified(refusal)
    case 'busy':
      return {
        zh: `收银台或另一个备份命令正在使用 ${refusal.folder}。请等它结束，或先退出收银台，再运行同一命令。`,
        en: `The station or another backup command is using ${refusal.folder}. Wait or close it, then try again.`,
      }
    case 'file-broken':
      return {
        zh: `文件 ${refusal.file} 不能读取（${refusal.cause}）。请改正它，或删除后重新运行 npm run backup -- key。`,
        en:
          `The file ${refusal.file} can not be read (${refusal.cause}). ` +
          'Correct it, or remove it and run npm run backup -- key again.',
      }
    case 'disk':
      return diskSentence(refusal.path, refusal.trouble)
    case 'taken':
      return takenSentence(refusal)
    case 'epoch':
      return {
        zh: `恢复后的纪元须大于 ${refusal.parent}，最大 ${EPOCH_MAX}。请用 --epoch 指定一个从未用过的。`,
        en: `The new epoch must be above ${refusal.parent}, at most ${EPOCH_MAX}. Name one never used with --epoch.`,
      }
    default:
      return never(refusal)
  }
}

type Plain = 'secrets-sealed' | 'no-recipient' | 'nothing' | 'cancelled' | 'short-passphrase' | 'passphrases-differ'
const PLAIN: Readonly<Record<Plain, Sentence>> = {
  'no-recipient': {
    zh: '还没有设定备份口令或总部公钥，不能备份。请先运行 npm run backup -- key。',
    en:
      'Neither a passphrase nor head office’s key was set, so nothing is backed up. ' +
      'First run npm run backup -- key.',
  },
  'secrets-sealed': {
    zh:
      '登录密码的校验要用系统钥匙串里的密钥，命令读不到；这样的备份恢复后谁也登录不了，所以没有备份。' +
      '请店长在收银台的“更多 → 流水与备份”里备份。',
    en:
      'Passwords are checked by a key in the system’s keychain, which this command can not read: nobody could ' +
      'sign in at a station restored from such a backup, so none was made. ' +
      'A manager makes one on the screen, under Records.',
  },
  nothing: {
    zh: '流水里还没有记录，没有可备份的内容。请先启动一次收银台，或用 --data 指定正确的文件夹。',
    en: 'The journal has no record, so there is nothing to back up. Start the station once, or name its --data folder.',
  },
  cancelled: {
    zh: '已取消，原有的备份都在。需要时请重新运行。',
    en: 'Cancelled; older backups are there. Run it again when you want to.',
  },
  'short-passphrase': {
    zh: `口令至少 ${PASSPHRASE_SIGNS_MIN} 个字符，没有设定。请换一个更长的，例如几个词连成一句。`,
    en: `A passphrase has at least ${PASSPHRASE_SIGNS_MIN} signs; none was set. Take a longer one, such as some words.`,
  },
  'passphrases-differ': {
    zh: '两次输入的口令不同，没有设定。请重新运行。',
    en: 'The two passphrases differ; none was set. Run it again.',
  },
}

type OfFile = Unreadable | 'wrong-key' | 'not-a-key'
const OF_FILE: Readonly<Record<OfFile, (file: string) => Sentence>> = {
  'not-a-key': (file) => ({
    zh: `${file} 里没有 X25519 密钥（PEM）。请向总部要正确的密钥文件。`,
    en: `${file} holds no X25519 key in PEM. Ask head office for the right file.`,
  }),
  'not-a-backup': (file) => ({
    zh: `${file} 不是收银台的备份文件。请选择以 .backup 结尾的文件。`,
    en: `${file} is not a backup of a station. Choose a file that ends with .backup.`,
  }),
  newer: (file) => ({
    zh: `${file} 由更新的版本写成。请用那个版本打开。`,
    en: `${file} was written by a later version. Use that version.`,
  }),
  damaged: (file) => ({
    zh: `${file} 已损坏或被改动，不能使用。请改用另一份备份，并检查存放它的磁盘。`,
    en: `${file} is damaged or was changed and can not be used. Use another backup, and check the disk it lay on.`,
  }),
  truncated: (file) => ({
    zh: `${file} 不完整：复制时被截断了。请从原处重新复制，或改用另一份备份。`,
    en: `${file} is cut off: it was not copied to its end. Copy it again from where it came, or use another backup.`,
  }),
  'wrong-key': (file) => ({
    zh: `口令或密钥不对，打不开 ${file}。请核对口令（注意大小写和输入法），或用 --key 指定总部的私钥。`,
    en: `This passphrase or key does not open ${file}. Check the passphrase (capitals, input method), or name --key.`,
  }),
}

const MEBIBYTE = 1_048_576
const inMib = (bytes: number): string => `${Math.ceil(bytes / MEBIBYTE)} MiB`

const spaceSentence = ({ folder, needed, free }: BackupRefusal & { readonly why: 'space' }): Sentence => ({
  zh: `${folder} 空间不足：需要 ${inMib(needed)}，只有 ${inMib(free)}。请腾出空间，或换一块磁盘。`,
  en: `${folder} has too little room: ${inMib(needed)} needed, ${inMib(free)} free. Free some, or use another disk.`,
})

function notVerified({ fault }: BackupRefusal & { readonly why: 'not-verified' }): Sentence {
  const named = fault && sentenceOfFault(fault)
  return {
    zh:
      `备份中的流水没有通过核对，未采用${named ? `：${named.zh}` : '。'}` +
      '请运行 npm run journal -- verify，并检查磁盘。',
    en:
      `The journal in the backup did not verify and was not used${named ? `: ${named.en}` : '.'} ` +
      'Run npm run journal -- verify, and check the disk.',
  }
}

function takenSentence(refusal: BackupRefusal & { readonly why: 'taken' }): Sentence {
  const { folder, journal, records, seq, further } = refusal
  const next = {
    zh: '没有改动任何文件。请用 --data 指定一个空文件夹，或先把原来的移到别处保存。',
    en: 'Nothing was changed. Name an empty folder with --data, or move what is there to another place and keep it.',
  }
  if (journal === null) {
    return { zh: `${folder} 里已有文件。${next.zh}`, en: `${folder} holds files already. ${next.en}` }
  }
  const { zh, en } = comparison(further)
  return {
    zh: `${folder} 里已有 ${journal} 的 ${records} 条记录，到第 ${seq} 条，${zh}。${next.zh}`,
    en: `${folder} holds ${records} records of ${journal} already, up to ${seq}, ${en}. ${next.en}`,
  }
}

function comparison(further: number | null): Sentence {
  if (further === null) return { zh: '属于另一台收银台', en: 'of another station' }
  if (further > 0) return { zh: `比备份新 ${further} 条`, en: `${further} more than the backup` }
  return { zh: '不比备份新', en: 'no newer than the backup' }
}

function diskSentence(path: string, trouble: DiskTrouble): Sentence {
  switch (trouble) {
    case 'missing':
      return {
        zh: `找不到 ${path}。请检查路径，以及备份用的磁盘是否已接上。`,
        en: `${path} is not there. Check the path, and that the disk for backups is attached.`,
      }
    case 'denied':
    case 'read-only':
      return {
        zh: `没有权限使用 ${path}。请给当前用户读写权限，或换一个文件夹。`,
        en: `${path} may not be used. Give this user the permission, or use another folder.`,
      }
    case 'full':
      return {
        zh: `磁盘已满：${path}。请腾出空间后重试。`,
        en: `The disk is full: ${path}. Free some space, then try again.`,
      }
    case 'exists':
    case 'io':
      return {
        zh: `磁盘读写 ${path} 出错。请 IT 检查磁盘，再重试。`,
        en: `The disk failed at ${path}. Have IT check it, then try again.`,
      }
  }
}
