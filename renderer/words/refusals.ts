import type { Refusal } from '#contract'

/** What main tells the cashier without having been asked. */
type NoticeWhy = 'receipt-refused' | 'receipt-unknown' | 'drawer-shut'
/** Every way main can refuse: a new one in the contract does not compile until both languages explain it. */
export type Why = Refusal | NoticeWhy

/** What happened, and what to do next. `{{text}}` is the code or number it is about. */
export interface Explained {
  readonly what: string
  readonly next: string
}
export type Refusals = Readonly<Record<Why, Explained>>

const zh: Refusals = {
  'unknown-code': { what: '没有这个商品：{{text}}', next: '请再扫一次，或按 F2 按名称查找。' },
  'wrong-check-digit': { what: '条码读错了：{{text}}', next: '请再扫一次；印坏了就按 F2 按名称查找。' },
  'wrong-element': { what: '条码的内容不合规：{{text}}', next: '请按 F2 按名称查找，并告诉供应商标签有误。' },
  'wrong-date': { what: '条码里的日期不存在：{{text}}', next: '请按 F2 按名称查找，并告诉供应商标签有误。' },
  'no-goods': { what: '这个条码不是商品的（可能是整箱、托盘或单据）。', next: '请扫单件商品上的条码。' },
  'foreign-price': { what: '标签上的价格不是人民币。', next: '请按 F2 按名称查找，按本店价格卖。' },
  'nothing-weighed': { what: '重量是零，或轻得不到一分钱。', next: '请重新称重，贴新的标签。' },
  labelled: { what: '这一行照秤的标签卖，数量和单价不能改。', next: '请删掉这一行，重新称重再扫；要便宜些就用优惠。' },
  'needs-weight': { what: '这件商品按公斤卖，条码里没有重量。', next: '请称重贴标签，或按 F2 找到它后输入克数。' },
  'not-weighed': { what: '秤的标签是按重量的，这件商品却按件卖。', next: '请按 F2 按名称查找；请 IT 核对秤里的编号。' },
  'goods-expired': { what: '这件商品已过保质期，不能卖。', next: '请下架，换一件没过期的。' },
  'unknown-goods': { what: '商品目录里没有这件商品。', next: '请按 F2 重新查找。' },
  'unknown-sale': { what: '本台没有这笔交易：{{text}}', next: '请核对小票上的号码；别的收银台的小票请到那台处理。' },
  'not-a-receipt-number': {
    what: '“{{text}}”不是小票号。',
    next: '小票号形如 S01-1-000001O，印在二维码下面；扫二维码最稳妥。',
  },
  'sale-too-long': { what: '这一单行数太多（最多 500 行）。', next: '请先收款，余下的另开一单。' },
  'quantity-too-large': { what: '一行最多 999 件（称重商品 99.999 公斤）。', next: '请减少数量，或分成两单。' },
  'amount-too-large': { what: '金额超过一单的上限（100 万元）。', next: '请核对数量和金额；确需更大金额请分单。' },
  'no-sale': { what: '当前没有商品。', next: '请先扫码。' },
  'no-such-line': { what: '这一行已经不在单里。', next: '请看左边的清单，重新选一行。' },
  'total-changed': { what: '收款时金额变了，没有收款。', next: '请看新的应收金额，再收一次。' },
  'too-little-cash': { what: '收到的现金不够。', next: '请输入实际收到的金额。' },
  'already-voided': { what: '这笔交易已经撤销过了。', next: '不用再做什么；请核对小票。' },
  'unknown-manager': { what: '没有这个店长编号。', next: '请核对编号。' },
  'wrong-void-password': { what: '撤销密码不对，没有撤销。', next: '请店长再输一次；这次已记录。' },
  'void-password-locked': { what: '撤销密码输错太多次，暂时锁定。', next: '请等提示的时间过后再试。' },
  'already-begun': { what: '这台收银台已经设置过了。', next: '请直接开始收银。' },
  'number-taken': { what: '编号 {{text}} 已经有人用了。', next: '请换一个编号。' },
  'too-many-operators': { what: '操作员太多了。', next: '请在总部整理名单。' },
  'password-weak': { what: '登录密码太容易猜。', next: '至少 6 位，不要重复或连续的数字，不要用编号。' },
  'passwords-equal': { what: '登录密码和撤销密码相同。', next: '请用两个不同的密码。' },
  'unknown-operator': { what: '没有编号 {{text}} 的操作员。', next: '请核对编号。' },
  'wrong-password': { what: '登录密码不对。', next: '请再输一次；这次已记录。' },
  'password-locked': { what: '登录密码输错太多次，暂时锁定。', next: '请等提示的时间过后再试。' },
  'password-shut': { what: '登录密码输错太多次，已锁定。', next: '请另一位店长登录，在“更多 → 操作员”里解锁。' },
  'password-alone': { what: '登录密码输错太多次；没有别的店长能解锁。', next: '请等提示的时间过后再试。' },
  'own-lock': { what: '不能给自己解锁。', next: '请另一位店长来解锁。' },
  'not-locked': { what: '他的密码没有锁定。', next: '不用解锁。' },
  'self-approval': { what: '申请人不能自己授权。', next: '请另一位店长授权。' },
  'void-password-shut': {
    what: '撤销密码输错太多次，已锁定。',
    next: '请另一位店长登录，在“更多 → 操作员”里解锁。',
  },
  'void-password-alone': { what: '撤销密码输错太多次；没有别的店长能解锁。', next: '请等提示的时间过后再试。' },
  'no-approval': { what: '没有店长的授权，没有撤销。', next: '请店长输入撤销密码。' },
  'approval-used': { what: '这次授权已经用过了。', next: '请店长再授权一次。' },
  'approval-for-another': { what: '这次授权是给别的交易的。', next: '请店长为这一笔授权。' },
  'approval-expired': { what: '授权过期了（两分钟内有效）。', next: '请店长再授权一次。' },
  'void-password-weak': { what: '撤销密码太容易猜。', next: '至少 6 位，不要重复或连续的数字，不要用编号。' },
  'not-in-training': { what: '正式使用时没有练习面板。', next: '请用真实设备。' },
  'bad-call': { what: '收银台没看懂这个请求。', next: '请再试一次；若仍如此，请告诉 IT。' },
  'too-large': { what: '输入太长。', next: '请缩短后再试。' },
  'not-allowed': { what: '现在不能做这件事。', next: '请用有权限的人登录。' },
  'out-of-order': { what: '这个请求来晚了，没有执行。', next: '请看屏幕上的最新状态，需要时再做一次。' },
  busy: { what: '收银台正忙。', next: '请稍等一秒再试。' },
  fault: { what: '出了意外的错误，已记录。', next: '请看屏幕上的最新状态；若未完成请再试，若仍如此请告诉 IT。' },
  'journal-stopped': { what: '流水写不进磁盘，没有执行。', next: '请腾出磁盘空间后重新启动收银台。' },
  'needs-manager': {
    what: '优惠超过了收银员的权限。',
    next: '请店长登录后操作（F12 更多 → 锁定 / 换人），或减少优惠。',
  },
  'discount-too-large': { what: '减的金额比商品还贵。', next: '请输入小一些的金额。' },
  'too-many-parked': { what: '挂起的单太多（最多 20 单）。', next: '请先按 F6 取回一单并结清。' },
  'no-such-parked': { what: '这一单已经取走了。', next: '请按 F6 看还有哪些挂单。' },
  'sale-open': { what: '当前单还没结，不能取回别的单。', next: '请先收款，或按 F5 挂起当前单。' },
  'still-printing': { what: '这张小票还在打印。', next: '请等打印结束再重印。' },
  'drawer-shut': { what: '钱箱没有打开（{{text}}）。', next: '请用钥匙打开钱箱，并检查打印机的连接。' },
  'receipt-refused': { what: '小票 {{text}} 没有打印。', next: '请检查打印机的纸和连接；恢复后会自动补打。' },
  'receipt-unknown': { what: '小票 {{text}} 是否打出不确定。', next: '请看打印机上的纸；这笔交易已经完成。' },
}

const en: Refusals = {
  'unknown-code': { what: 'No such goods: {{text}}', next: 'Scan once more, or press F2 to look for the name.' },
  'wrong-check-digit': {
    what: 'Misread code: {{text}}',
    next: 'Scan once more; if the print is bad, press F2 to look for the name.',
  },
  'wrong-element': {
    what: 'That code breaks its own rules: {{text}}',
    next: 'Press F2 to look for the name, and tell the supplier.',
  },
  'wrong-date': {
    what: 'That code holds a date that does not exist: {{text}}',
    next: 'Press F2 to look for the name, and tell the supplier.',
  },
  'no-goods': { what: 'That code is not of goods (a case, a pallet, a paper).', next: 'Scan the code on the piece.' },
  'foreign-price': { what: 'The price on that label is not in yuan.', next: 'Press F2 and sell it at our price.' },
  'nothing-weighed': {
    what: 'Nothing was weighed, or less than a fen’s worth.',
    next: 'Weigh it again for a new label.',
  },
  labelled: {
    what: "This line is sold as the scale's label says: no other quantity or price.",
    next: 'Remove it, weigh and scan again; or give a discount.',
  },
  'needs-weight': {
    what: 'Sold by the kilogram, and that code tells no weight.',
    next: 'Weigh it for a label, or find it with F2 and type the grams.',
  },
  'not-weighed': {
    what: "The scale's label tells a weight, but these goods are sold by the piece.",
    next: "Press F2 to look for the name; IT checks the scale's numbers.",
  },
  'goods-expired': { what: 'These goods are past their date and can not be sold.', next: 'Take one that is not.' },
  'unknown-goods': { what: 'These goods are not in the catalogue.', next: 'Press F2 to look again.' },
  'unknown-sale': {
    what: 'This station has no sale {{text}}.',
    next: "Check the number on the receipt; another station's receipt is handled there.",
  },
  'not-a-receipt-number': {
    what: '"{{text}}" is not a receipt number.',
    next: 'It looks like S01-1-000001O and stands under the QR code; scanning that is surest.',
  },
  'sale-too-long': { what: 'This sale has too many lines (500 at most).', next: 'Take the money, then begin another.' },
  'quantity-too-large': {
    what: 'A line takes 999 pieces, or 99.999 kg, at most.',
    next: 'Lower it, or make two lines.',
  },
  'amount-too-large': {
    what: 'More than one sale may come to (1,000,000 yuan).',
    next: 'Check quantity and amount; split the sale if it is right.',
  },
  'no-sale': { what: 'There are no goods in the sale.', next: 'Scan some first.' },
  'no-such-line': { what: 'That line is no longer in the sale.', next: 'Choose a line from the list on the left.' },
  'total-changed': { what: 'The total changed meanwhile; nothing was taken.', next: 'See the new total and take it.' },
  'too-little-cash': { what: 'That is not enough cash.', next: 'Type what you really received.' },
  'already-voided': { what: 'This sale has been voided already.', next: 'Nothing more to do; check the receipt.' },
  'unknown-manager': { what: 'There is no manager of that number.', next: 'Check the number.' },
  'wrong-void-password': {
    what: 'Wrong void password; nothing was voided.',
    next: 'The manager tries once more; this try is on record.',
  },
  'void-password-locked': {
    what: 'Too many wrong void passwords; locked for now.',
    next: 'Try again when the time shown has passed.',
  },
  'already-begun': { what: 'This station has been set up already.', next: 'Just start selling.' },
  'number-taken': { what: 'Number {{text}} is taken.', next: 'Choose another number.' },
  'too-many-operators': { what: 'There are too many operators.', next: 'Have head office tidy the list.' },
  'password-weak': {
    what: 'That login password is easily guessed.',
    next: 'At least 6 signs, no repeated digit, no run, no operator number.',
  },
  'passwords-equal': { what: 'Login and void password are the same.', next: 'Choose two different ones.' },
  'unknown-operator': { what: 'There is no operator {{text}}.', next: 'Check the number.' },
  'wrong-password': { what: 'Wrong login password.', next: 'Try once more; this try is on record.' },
  'password-locked': {
    what: 'Too many wrong login passwords; locked for now.',
    next: 'Try again when the time shown has passed.',
  },
  'password-shut': {
    what: 'Too many wrong login passwords: locked.',
    next: 'Another manager signs in and unlocks it under More, Operators.',
  },
  'password-alone': {
    what: 'Too many wrong login passwords, and no other manager can unlock it.',
    next: 'Try again when the time shown has passed.',
  },
  'own-lock': { what: 'Nobody unlocks themselves.', next: 'Another manager does it.' },
  'not-locked': { what: 'That password is not locked.', next: 'There is nothing to unlock.' },
  'self-approval': { what: 'Who asks may not approve.', next: 'Another manager approves it.' },
  'void-password-shut': {
    what: 'Too many wrong void passwords: locked.',
    next: 'Another manager signs in and unlocks it under More, Operators.',
  },
  'void-password-alone': {
    what: 'Too many wrong void passwords, and no other manager can unlock it.',
    next: 'Try again when the time shown has passed.',
  },
  'no-approval': { what: 'No manager approved; nothing was voided.', next: 'The manager enters the void password.' },
  'approval-used': { what: 'That approval has been used.', next: 'The manager approves once more.' },
  'approval-for-another': { what: 'That approval is for another sale.', next: 'The manager approves this one.' },
  'approval-expired': { what: 'The approval is over (two minutes).', next: 'The manager approves once more.' },
  'void-password-weak': {
    what: 'That void password is easily guessed.',
    next: 'At least 6 signs, no repeated digit, no run, no operator number.',
  },
  'not-in-training': { what: 'There is no practice panel in live use.', next: 'Use the real devices.' },
  'bad-call': { what: 'The station did not understand the request.', next: 'Try again; if it stays so, tell IT.' },
  'too-large': { what: 'That is too long.', next: 'Shorten it and try again.' },
  'not-allowed': { what: 'That can not be done now.', next: 'Somebody with the right must do it.' },
  'out-of-order': {
    what: 'That request came too late and was not carried out.',
    next: 'See what the screen shows now; do it again if need be.',
  },
  busy: { what: 'The station is busy.', next: 'Wait a second and try again.' },
  fault: {
    what: 'Something unexpected went wrong; it is on record.',
    next: 'See what the screen shows now; try again, and tell IT if it stays so.',
  },
  'journal-stopped': {
    what: 'The journal can not be written; nothing was done.',
    next: 'Free some disk space, then start the station again.',
  },
  'needs-manager': {
    what: 'That is more than a cashier may give away.',
    next: 'A manager signs in for it (F12, More: lock or hand over), or give less.',
  },
  'discount-too-large': { what: 'That takes off more than the goods cost.', next: 'Type a smaller amount.' },
  'too-many-parked': { what: 'Too many sales are parked (20 at most).', next: 'Recall one with F6 and finish it.' },
  'no-such-parked': { what: 'That sale has been recalled already.', next: 'F6 shows which ones are still parked.' },
  'sale-open': {
    what: 'A sale is open, so no other can be recalled.',
    next: 'Take its money, or park it with F5.',
  },
  'still-printing': { what: 'That receipt is still being printed.', next: 'Wait for its end, then print it again.' },
  'drawer-shut': {
    what: 'The cash drawer did not open ({{text}}).',
    next: "Open it with its key and check the printer's cable.",
  },
  'receipt-refused': {
    what: 'Receipt {{text}} was not printed.',
    next: "Check the printer's paper and cable; it is printed by itself when it can be.",
  },
  'receipt-unknown': {
    what: 'Receipt {{text}} may or may not be out.',
    next: 'Look at the paper in the printer; the sale itself is complete.',
  },
}

const REFUSALS = { 'zh-CN': zh, en } as const

export const isWhy = (why: string): why is Why => Object.hasOwn(en, why)

/** The sentence for a refusal, about `text`: the code or number that was refused. */
export function explain(language: keyof typeof REFUSALS, why: Why, text: string): Explained {
  const { what, next } = REFUSALS[language][why]
  const about = (sentence: string) => sentence.replaceAll('{{text}}', () => text)
  return { what: about(what), next: about(next) }
}
