import type { Make } from './make.ts'
import { NOTHING } from './matching.ts'

/** All stand behind converters or built-in ports that say nothing of them: the shop chooses. */
export const DISPLAYS: readonly Make[] = [
  {
    ...{ id: 'led8', maker: '', model: 'LED8', ...NOTHING, matches: [] },
    speaks: { role: 'display', protocol: 'led8', codePage: 'ascii', baud: 2400 },
    toDo: {
      zh: '没有显示时：改为 9600 波特率再试',
      en: 'Where it shows nothing: try 9600 baud',
    },
  },
  {
    ...{ id: 'cd5220', maker: '', model: 'VFD 2×20, CD5220', ...NOTHING, matches: [] },
    speaks: { role: 'display', protocol: 'cd5220', codePage: 'ascii', baud: 9600 },
  },
  {
    ...{ id: 'cd5220-chinese', maker: '', model: 'VFD 2×20, CD5220, 中文', ...NOTHING, matches: [] },
    speaks: { role: 'display', protocol: 'cd5220', codePage: 'gb18030', baud: 9600 },
  },
  {
    ...{ id: 'epson-dm-d', maker: 'Epson', model: 'DM-D', ...NOTHING, matches: [] },
    speaks: { role: 'display', protocol: 'dm-d', codePage: 'ascii', baud: 9600 },
  },
]
