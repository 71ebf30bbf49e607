import { SHOP } from '#drivers/hub/names'
import { z } from 'zod'

const said = (en: string, zh: string) => ({ error: `${en} · ${zh}` })

const SERVERS = said(
  'host:port of one to nine servers, as head office names them',
  '总部给的服务器，主机:端口，一到九个',
)
const SHOP_SAID = said(
  'as head office calls this shop: small letters, digits, hyphens',
  '总部给的店号：小写字母、数字、短横',
)
const Server = z.string(SERVERS).regex(/^(?:[\w.-]{1,253}|\[[\da-f:]{2,45}\]):\d{1,5}$/, SERVERS)

/** Head office's hub. What this station shows it, and whom it trusts, lie in the data folder: see `HUB_FILES`. */
export const HubSetting = z.strictObject({
  servers: z.array(Server, SERVERS).min(1, SERVERS).max(9, SERVERS),
  shop: z.string(SHOP_SAID).regex(SHOP, SHOP_SAID),
})
export type HubSetting = z.infer<typeof HubSetting>

/** As `npm run hub -- enrol` writes them. */
export const HUB_FILES = { credentials: 'hub/hub.creds', authority: 'hub/hub-ca.pem' } as const
