import type { BatchMessage } from '#main/sync/batch'
import { Client } from 'pg'

/** A connection that appends, as the projector does. */
export interface Appender {
  readonly append: (message: BatchMessage, publicKey: string) => Promise<string>
  readonly close: () => Promise<void>
}

export async function openAppender(database: string): Promise<Appender> {
  const client = new Client({ connectionString: database })
  // The server may be killed under it; what was asked then rejects.
  client.on('error', () => undefined)
  await client.connect()
  return {
    append: async ({ subject, headers, payload }, publicKey) => {
      const [, shop, station] = subject.split('.')
      const { rows } = await client.query<{ outcome: string }>({
        name: 'append',
        text: 'SELECT outcome FROM ledger.append($1, $2, $3, $4, $5, $6, $7)',
        values: [shop, station, headers['J-Branch'], publicKey, headers['J-Sig'], 1, Buffer.from(payload)],
      })
      return rows[0]?.outcome ?? ''
    },
    close: () => client.end(),
  }
}
