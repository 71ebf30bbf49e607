import type { Sentence } from '#domain/sentence'

type Out =
  | 'exists'
  | 'unwritable'
  | 'unreadable'
  | 'faults'
  | 'empty'
  | 'written'
  | 'running'
  | 'changed'
  | 'not-signed'
  | 'other-key'
  | 'no-key'
  | 'faulty'
  | 'archived'
type Saying = (path: string, why: string) => Sentence

/** What is said of files that leave the station: of which one, and why. */
export const OUT_SENTENCES: Readonly<Record<Out, Saying>> = {
  exists: (path) => ({
    zh: `${path} 已经存在，没有覆盖。请换一个文件名，或先把它移走。`,
    en: `${path} is there already and was not written over. Choose another name, or move it away first.`,
  }),
  unwritable: (path, why) => ({
    zh: `写不了 ${path}（${why}）。请换一个文件夹，或检查权限和剩余空间。`,
    en: `${path} can not be written (${why}). Choose another folder, or check permissions and free space.`,
  }),
  unreadable: (path, why) => ({
    zh: `读不了 ${path}（${why}）。文件和它的 .sig 要放在一起；请检查路径和权限。`,
    en: `${path} can not be read (${why}). A file and its .sig belong together; check the path and permissions.`,
  }),
  faults: (path) => ({
    zh: `流水有问题，没有写出 ${path}。请先按上面的提示处理。`,
    en: `The journal has faults, so ${path} was not written. See to what is said above first.`,
  }),
  empty: (path) => ({
    zh: `流水里还没有记录，没有写出 ${path}。请核对数据文件夹。`,
    en: `The journal holds no record yet, so ${path} was not written. Check the data folder.`,
  }),
  written: (path, key) => ({
    zh: `已写出 ${path} 和签名 ${path}.sig；公钥 ${key}。请把两个文件一起交出。`,
    en: `${path} and its signature ${path}.sig were written; the public key is ${key}. Hand both over together.`,
  }),
  running: (path) => ({
    zh: `${path} 的收银台正在运行。请先关闭它再试。`,
    en: `The station of ${path} is running. Close it and try again.`,
  }),
  changed: (path) => ({
    zh: `${path} 与签名时不同：被改动或损坏。请向出具的人再要一份。`,
    en: `${path} is not what was signed: it was edited or damaged. Ask whoever made it for another copy.`,
  }),
  'not-signed': (path) => ({
    zh: `${path}.sig 不是有效的签名：被改动或损坏。请向出具的人再要一份。`,
    en: `${path}.sig is not a valid signature: it was edited or damaged. Ask whoever made it for another copy.`,
  }),
  'other-key': (path, key) => ({
    zh: `${path} 不是这台收银台签的：签名用的公钥是 ${key}。请核对是哪一台出具的。`,
    en: `${path} was not signed by this station: the key of its signature is ${key}. Find out which one made it.`,
  }),
  'no-key': (path) => ({
    zh: `这个数据文件夹里没有公钥（settings/identity.pub）。请用总部留存的公钥核对 ${path}。`,
    en: `This data folder has no public key (settings/identity.pub). Hold ${path} against head office's copy.`,
  }),
  faulty: (name) => ({
    zh: `${name} 有问题，没有压缩。请先运行 verify 核对。`,
    en: `${name} has faults and was not compressed. Run verify first.`,
  }),
  archived: (count) => ({
    zh: `压缩了 ${count} 个旧的流水文件；内容不变，照常读取，不必处理。`,
    en: `Old journal files compressed: ${count}. They hold what they held and are read as before.`,
  }),
}
