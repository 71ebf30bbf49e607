/** Passkeys: a second factor of managers, in Chinese. */
export const passkeysZh = {
  title: '我的通行密钥',
  note: '指纹或安全密钥，用来确认授权。先输入撤销密码才能添加或删除；它不能代替撤销密码。',
  none: '还没有通行密钥。',
  added: '{{time}} 添加',
  add: '添加通行密钥',
  try: '试一试',
  remove: '删除',
  password: '我的撤销密码',
  waiting: '请按指纹，或触碰安全密钥…（最多一分钟）',
  done: { add: '✓ 已添加。请试一试。', try: '✓ 可以用。', remove: '✓ 已删除。' },
}
