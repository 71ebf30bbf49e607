import type { Explained } from './refusals.ts'

/** Two machines of one name: what a manager decides, in Chinese. */
export const partingZh = {
  title: '同名的另一台机器',
  strip: '有另一台机器在用本机的名义；店长决定以前不能开新单。',
  stripDecided: '店长已决定本机继续：请重新启动收银台。',
  callManager: '请告诉店长。',
  open: '查看',
  how: {
    fork: '从第 {{seq}} 条记录起，总部收到的和本机的不一样：另一台机器在用本机的名义，或者本机的硬盘被恢复成了以前的样子。',
    superseded: '总部已经由纪元 {{branch}} 继续：有一台机器是从本机的备份恢复的，接替了本机。',
  },
  there: '总部收到的',
  record: '{{branch}} 第 {{seq}} 条，{{hash}}',
  first:
    '请先查清另一台机器在哪里，只留一台：该停的那台请关机。如果这台该停，请不要在这里决定，直接关机；它的记录总部会另存为证据。',
  then: '如果这台要继续：本机以新纪元 {{epoch}} 继续，小票从 S{{station}}-{{epoch}}-000001 起，不会与另一台的重号。两台已有的销售都算数。',
  noMore: '纪元已用完，本机不能再继续。请 IT 换一个收银台编号。',
  goOn: '本机以新纪元继续',
  decided: '店长 {{by}} 已决定：本机以纪元 {{epoch}} 继续，重新启动时开始。',
  restartNow: '现在重新启动',
  restartByHand: '请关闭收银台再打开。',
  password: '店长本人的撤销密码',
}

export const partingRefusalsZh = {
  parted: {
    what: '有另一台机器在用本机的名义，不能开新单、退款或撤销。',
    next: '请店长在“更多 → 总部”里决定；已开的单可以收完款。',
  },
  'not-parted': { what: '没有什么要决定的：总部的记录和本机一致。', next: '请照常营业。' },
  'parting-changed': { what: '总部刚收到了新的记录，没有决定。', next: '请看过新的情况再输一次。' },
  'epoch-decided': { what: '已经决定过了。', next: '请重新启动收银台。' },
  'no-more-epochs': { what: '纪元已用完（最多 999）。', next: '请 IT 换一个收银台编号。' },
  'no-epoch-decided': { what: '还没有决定，不用重新启动。', next: '请先输入撤销密码决定。' },
  'no-restart-here': { what: '这里不能自动重新启动。', next: '请关闭收银台再打开。' },
} satisfies Readonly<Record<string, Explained>>
