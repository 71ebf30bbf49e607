import { expect, it } from 'vitest'
import { configText, type NodeConfig } from './config.ts'

/** The examples beside this are what is made, with words where head office's own keys come. */
const NODE: NodeConfig = {
  ...{ name: 'hub1.example', listen: '0.0.0.0:4222', keysAt: '/etc/nats/hub' },
  ...{ dataAt: '/var/lib/nats/hub', logAt: '/var/log/nats/hub.log', operator: 'OPERATOR-CLAIM' },
  system: { account: 'SYS-ACCOUNT', claim: 'SYS-CLAIM' },
  ...{ hub: { account: 'HUB-ACCOUNT', claim: 'HUB-CLAIM' }, cluster: null },
}
const peers = ['hub1.example:6222', 'hub2.example:6222', 'hub3.example:6222']

it('is an example of a hub of one server', async () => {
  await expect(configText(NODE)).toMatchFileSnapshot('examples/one-server.conf')
})

it('is an example of one of three servers, which show each other certificates', async () => {
  const text = configText({ ...NODE, cluster: { listen: '0.0.0.0:6222', peers } })
  await expect(text).toMatchFileSnapshot('examples/one-of-three.conf')
  expect(text.match(/verify: true/g)).toHaveLength(1)
})
