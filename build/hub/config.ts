import { MESSAGE_BYTES_MAX } from './claims.ts'

/** What nats-server reads (Debian’s 2.9.10). Nothing in it is secret but the key file that it names. */
export interface NodeConfig {
  /** Its name among its peers. */
  readonly name: string
  /** What it listens at for stations, such as `0.0.0.0:4222`. */
  readonly listen: string
  /** Where its keys and certificates lie: `server.pem`, `server.key`, `ca.pem`. */
  readonly keysAt: string
  /** Where it stores messages, and the accounts that it was told of. */
  readonly dataAt: string
  readonly logAt: string
  readonly operator: string
  /** Public keys and claims of the accounts that it knows from its first start. */
  readonly system: { readonly account: string; readonly claim: string }
  readonly hub: { readonly account: string; readonly claim: string }
  /** The peers of a hub of three, itself among them; null: it is alone. */
  readonly cluster: { readonly listen: string; readonly peers: readonly string[] } | null
}

const STORE = '200GB'
/** A station that does not take what it asked for is let go. */
const WRITE_SECONDS = 10
const SIGN_IN_SECONDS = 5

export function configText(node: NodeConfig): string {
  const { name, listen, keysAt, dataAt, logAt, system, hub, cluster } = node
  return [
    `# Head office's hub: nats-server ${name}. Made by npm run hub; made anew, not changed by hand.`,
    `server_name: "${name}"`,
    `listen: "${listen}"`,
    `log_file: "${logAt}"`,
    `max_payload: ${MESSAGE_BYTES_MAX}`,
    `write_deadline: "${WRITE_SECONDS}s"`,
    tls(keysAt, ''),
    `jetstream { store_dir: "${dataAt}/streams", max_mem: 64MB, max_file: ${STORE} }`,
    '',
    '# Whom head office signed for, and nobody else. Accounts of shops come and go by npm run hub -- push.',
    `operator: "${node.operator}"`,
    `system_account: "${system.account}"`,
    `resolver { type: full, dir: "${dataAt}/accounts", allow_delete: false, interval: "2m" }`,
    'resolver_preload {',
    ...[system, hub].map(({ account, claim }) => `  ${account}: "${claim}"`),
    '}',
    ...(cluster === null ? [] : clusterLines(keysAt, cluster)),
    '',
  ].join('\n')
}

/** Peers show each other certificates of the same authority. */
const clusterLines = (keysAt: string, { listen, peers }: NonNullable<NodeConfig['cluster']>): string[] => [
  '',
  'cluster {',
  '  name: "hub"',
  `  listen: "${listen}"`,
  `  ${tls(keysAt, ', verify: true')}`,
  `  routes: [${peers.map((peer) => `"nats://${peer}"`).join(', ')}]`,
  '}',
]

const tls = (keysAt: string, more: string): string =>
  `tls { cert_file: "${keysAt}/server.pem", key_file: "${keysAt}/server.key", ` +
  `ca_file: "${keysAt}/ca.pem", timeout: ${SIGN_IN_SECONDS}${more} }`
