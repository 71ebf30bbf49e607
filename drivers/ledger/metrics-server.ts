import { once } from 'node:events'
import { createServer } from 'node:http'

/** As Prometheus asks for. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'
const CONNECTIONS_MAX = 8
const REQUEST_MS = 10_000

export interface MetricsServer {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Answers `GET /metrics` on this machine alone; port 0 takes any. Who asks while one is being made gets that one. */
export async function serveMetrics(port: number, text: () => Promise<string>): Promise<MetricsServer> {
  let making: Promise<string> | null = null
  const made = (): Promise<string> => (making ??= text().finally(() => (making = null)))
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS }, (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    made().then(
      (said) => response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(said),
      () => response.writeHead(500).end(),
    )
  })
  server.maxConnections = CONNECTIONS_MAX
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
