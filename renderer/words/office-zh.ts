/** Head office: the records on their way to it, in Chinese. */
export const officeZh = {
  title: '总部',
  shop: '总部给的店号',
  servers: '服务器',
  head: '本机最新记录',
  record: '第 {{seq}} 条',
  sent: { title: '服务器已收到', at: '第 {{seq}} 条，{{time}}', none: '还不知道' },
  outbox: { title: '待发送', none: '没有', count: '{{count}} 条' },
  ledger: { title: '总账已入账', at: '第 {{seq}} 条，{{hash}}，{{time}}', none: '还不知道' },
  note: '断网时照常营业，记录都留在本机，联系上以后自动补发，不多不少。',
  tryAgain: '现在再试',
  line: {
    connecting: { what: '正在联系总部。', next: '不用等，照常营业。' },
    sending: { what: '正在发送记录。', next: '照常营业。' },
    'up-to-date': { what: '所有记录总部的服务器都收到了。', next: '' },
    waiting: {
      unreachable: { what: '联系不上总部的服务器。', next: '请看店里的网络。会自动再试，记录留在本机。' },
      refused: {
        what: '总部不让本机登录：凭证过期、已停用，或不是本机的。',
        next: '请联系总部重新登记本机（npm run hub -- enrol），把新凭证放进数据文件夹的 hub。',
      },
      insecure: {
        what: '服务器的证书不是总部签发的，没有连接。',
        next: '请 IT 核对 settings/station.json 的 servers 和 hub/hub-ca.pem；如果都对，请立即告诉总部。',
      },
      silence: { what: '服务器连上了，但不回答。', next: '会自动再试；很久都这样，请告诉总部。' },
      contested: {
        what: '服务器上总有别的东西抢在前面。',
        next: '会自动再试；一直这样，请告诉总部，可能有人在用本机的凭证。',
      },
    },
    newer: {
      what: '更新版本的程序用本机的名义发送过记录，这个版本读不了。',
      next: '请 IT 升级本机；之前照常营业，记录留在本机。',
    },
    'no-identity': { what: '读不出本机的密钥，不能签名发送。', next: '请 IT 看 sealed/identity.json；照常营业。' },
    'not-in-training': {
      what: '培训的记录不发送给总部。',
      next: '要练习，请在本机运行 npm run hub，servers 只写 localhost。',
    },
    fork: {
      what: '从第 {{seq}} 条起，另一台机器用本机的名义发送了别的记录。',
      next: '本机的记录不再发送。请店长查清：是不是有一份旧的硬盘备份在别处运行。',
    },
    superseded: {
      what: '总部已由 {{branch}} 接替本机。',
      next: '请店长查清本机是否还该使用；本机的记录不再发送。',
    },
    'not-as-written': {
      what: '第 {{seq}} 条记录和写下时不一样，从它起不再发送。',
      next: '请店长在“流水与备份”里核对；再联系 IT。',
    },
    'file-missing': {
      what: '数据文件夹里没有 {{file}}。',
      next: '请把 settings/identity.pub 交给总部登记，再把总部给的文件放进 hub 文件夹，重新打开收银台。',
    },
  },
}

export const officeRefusalsZh = {
  'no-hub': { what: '设置里没有总部。', next: '要连接总部，请 IT 在 settings/station.json 里写 hub。' },
}
