import type { Refusals } from './refusals.ts'

/** Of mail, SMS, passkeys and devices. */
export const messageRefusalsZh = {
  'channel-not-set-up': { what: '这种方式还没有设定好。', next: '请 IT 在“邮件与短信”里看缺什么。' },
  'not-an-address': { what: '这不是邮箱或手机号。', next: '邮箱形如 li@shop.cn；手机号只填数字。' },
  'too-many-messages': { what: '等着发送的消息太多。', next: '请等一分钟再试。' },
  'passkeys-not-here': { what: '这台收银台的窗口不能用通行密钥。', next: '请用撤销密码，或到用 Chromium 的收银台。' },
  'too-many-passkeys': { what: '通行密钥太多（每人最多 5 个）。', next: '请先删除一个不用的。' },
  'no-such-passkey': { what: '没有这个通行密钥，或它不是这位店长的。', next: '请用授权人自己的；没有就先添加。' },
  'passkey-challenge': { what: '这次确认已过期或已用过（一分钟内有效，只能用一次）。', next: '请再确认一次。' },
  'passkey-for-another': { what: '这次确认是给另一件事的。', next: '请核对内容，再确认一次。' },
  'passkey-copied': { what: '这个通行密钥的计数倒退了，可能被人复制过。', next: '请删除它，重新添加，并告诉总部。' },
  'passkey-refused': { what: '通行密钥的回答不对，没有执行。', next: '请再试一次；若仍如此，请删除后重新添加。' },
  'passkey-cancelled': { what: '没有确认：取消了，或没有插上通行密钥。', next: '请插好通行密钥，再试一次。' },
  'passkey-impossible': { what: '这个窗口不能使用通行密钥。', next: '请用撤销密码，并告诉 IT。' },
  'devices-away': { what: '驱动程序没有应答。', next: '请等几秒再按“查找”；若仍如此请告诉 IT。' },
  'no-such-device': { what: '这台设备不在了，或不能做这件事。', next: '请插好后按“查找”，再选一次。' },
  'device-not-ready': { what: '设备还没有接好。', next: '请看它那一行写的办法。' },
  'device-busy': { what: '上一次测试还没有结束。', next: '请等它结束，再试一次。' },
} satisfies Partial<Refusals>
