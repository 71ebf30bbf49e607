import { never } from '#domain/result'
import type { Sentence } from '#domain/sentence'
import type { DiskTrouble } from '#drivers/disk/port'
import type { JournalRefusal } from '#journal/refusal'

/** Why a station can not open. Each has its sentence in both languages, with the next step. */
export type StationRefusal =
  | { readonly why: 'journal'; readonly refusal: JournalRefusal }
  | { readonly why: 'record-not-understood'; readonly sequence: number }
  | { readonly why: 'file-broken'; readonly file: string; readonly cause: string }
  | { readonly why: 'folder'; readonly folder: string; readonly fault: DiskTrouble }
  | { readonly why: 'not-provisioned' }
  | { readonly why: 'restoring'; readonly folder: string }
  | { readonly why: 'newer-data'; readonly folder: string }

export function sentenceOf(refusal: StationRefusal): Sentence {
  switch (refusal.why) {
    case 'record-not-understood':
      return {
        zh: `流水第 ${refusal.sequence} 条不是本版本能读懂的记录。请安装写它的版本（或更新的版本），数据未被改动。`,
        en:
          `Journal record ${refusal.sequence} is not one this version understands. ` +
          'Install the version that wrote it, or a later one; nothing was changed.',
      }
    case 'file-broken':
      return {
        zh: `文件 ${refusal.file} 不能读取（${refusal.cause}）。请改正它，或从备份恢复；收银台没有改动它。`,
        en:
          `The file ${refusal.file} can not be read (${refusal.cause}). ` +
          'Correct it or restore it from a backup; the station has not touched it.',
      }
    case 'folder':
      return folderSentence(refusal.folder, refusal.fault)
    case 'not-provisioned':
      return {
        zh: '这台收银台还没有正式开通，只能用培训模式。请用 npm start 启动培训模式。',
        en: 'This station has not been provisioned for live use. Start it in training: npm start.',
      }
    case 'restoring':
      return {
        zh: `${refusal.folder} 的恢复没有做完，不能使用。请再运行一次 npm run backup -- restore，会从头做起。`,
        en:
          `${refusal.folder} was not restored to its end and can not be used. ` +
          'Run npm run backup -- restore again; it begins anew.',
      }
    case 'newer-data':
      return {
        zh: `${refusal.folder} 的数据已由更新的版本整理过。请安装那个版本或更新的版本；数据未被改动。`,
        en:
          `The data in ${refusal.folder} was brought into shape by a later version. ` +
          'Install that version, or a later one; nothing was changed.',
      }
    case 'journal':
      return journalSentence(refusal.refusal)
    default:
      return never(refusal)
  }
}

function journalSentence(refusal: JournalRefusal): Sentence {
  switch (refusal.is) {
    case 'rot':
      return {
        zh:
          `流水第 ${refusal.sequence} 条（${refusal.file}）与写入时不同：磁盘损坏或被人改动。` +
          '收银台没有改动它。请先复制整个数据文件夹，再联系 IT 从备份恢复。',
        en:
          `Journal record ${refusal.sequence} (${refusal.file}) is not what was written: the disk is failing or ` +
          'somebody edited it. Nothing was changed. Copy the whole data folder first, then have IT restore a backup.',
      }
    case 'truncated':
      return {
        zh: `流水从第 ${refusal.sequence} 条起缺失，而它们曾经写入。请先复制整个数据文件夹，再联系 IT 从备份恢复。`,
        en:
          `The journal is missing records from ${refusal.sequence} on that had been written. ` +
          'Copy the whole data folder first, then have IT restore a backup.',
      }
    case 'newer':
      return {
        zh: `流水第 ${refusal.sequence} 条由更新的版本写入。请安装那个版本；数据未被改动。`,
        en:
          `Journal record ${refusal.sequence} was written by a later version. ` +
          'Install that version; nothing was changed.',
      }
    case 'foreign':
      return {
        zh: `流水（${refusal.file}）属于另一台收银台。请核对 settings/station.json 中的台号，或用 --data 指定正确的文件夹。`,
        en:
          `The journal (${refusal.file}) belongs to another station. ` +
          'Check the station number in settings/station.json, or name the right folder with --data.',
      }
    case 'disk':
      return folderSentence(refusal.file, refusal.trouble)
  }
}

function folderSentence(path: string, fault: DiskTrouble): Sentence {
  switch (fault) {
    case 'denied':
    case 'read-only':
      return {
        zh: `数据文件夹 ${path} 不能写入。请给当前用户写权限，或用 --data 指定别的文件夹。`,
        en: `The data folder ${path} can not be written. Give this user write permission, or name another with --data.`,
      }
    case 'full':
      return {
        zh: `磁盘已满，${path} 写不下新记录。请腾出空间后再启动；已记录的都在。`,
        en:
          `The disk is full: ${path} takes no new record. ` +
          'Free some space and start again; what was recorded is there.',
      }
    case 'missing':
    case 'exists':
      return {
        zh: `${path} 不能用作数据文件夹：路径中有一段不是文件夹，或所在的磁盘没有接上。请检查，或用 --data 指定别的文件夹。`,
        en:
          `${path} can not be the data folder: a part of that path is not a folder, or its disk is not attached. ` +
          'Check it, or name another folder with --data.',
      }
    case 'io':
      return {
        zh: `磁盘读写 ${path} 出错。请先备份该文件夹，再请 IT 检查磁盘。`,
        en: `The disk failed at ${path}. Copy that folder to another disk first, then have IT check this one.`,
      }
  }
}
