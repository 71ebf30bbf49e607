/**
 * What is said on the line to the agent in the machine: one program a connection. First the order, then the program's
 * bytes both ways, each a line of JSON; the last is its end.
 */
export interface Order {
  readonly run: readonly string[]
  /** Whom it runs as; root where left out. */
  readonly user?: 'cashier'
}
export type ToProgram = { readonly in: string } | { readonly is: 'end' }
export type FromProgram = { readonly out: string } | { readonly err: string } | { readonly code: number | null }

/** Lines out of chunks, cut anywhere. */
export function makeLines(take: (line: string) => void): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder()
  let half = ''
  return (chunk) => {
    const lines = (half + decoder.decode(chunk, { stream: true })).split('\n')
    half = lines.pop() ?? ''
    for (const line of lines) take(line)
  }
}

export const lineOf = (words: Order | ToProgram | FromProgram): string => `${JSON.stringify(words)}\n`
/** The agent's port, inside the machine. */
export const AGENT_PORT = 7_000
/** The user of `cashier` and the group of the same name, as the machine's start makes them. */
export const CASHIER = 990
