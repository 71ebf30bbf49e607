import type { Make } from './make.ts'
import { NOTHING } from './matching.ts'

const TRY_THE_OTHER = {
  zh: '按测试不弹开时：换另一种钱箱再试',
  en: 'Where the test does not open it: choose the other kind of drawer',
}

/** Triggers behind converters, which say nothing of them: the shop chooses. */
export const DRAWERS: readonly Make[] = [
  {
    // Any byte opens it; BEL shows nothing where the line leads elsewhere.
    ...{ id: 'any-byte-drawer', maker: '', model: 'Drawer, any byte', ...NOTHING, matches: [], toDo: TRY_THE_OTHER },
    speaks: { role: 'drawer', protocol: 'pulse', pulse: '07', baud: 9_600 },
  },
  {
    // A box with a printer's kick socket: `ESC p 0 25 250`.
    ...{ id: 'escpos-drawer', maker: '', model: 'Drawer, ESC/POS', ...NOTHING, matches: [], toDo: TRY_THE_OTHER },
    speaks: { role: 'drawer', protocol: 'pulse', pulse: '1b700019fa', baud: 9_600 },
  },
]
