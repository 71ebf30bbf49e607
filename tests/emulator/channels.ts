import { EventEmitter } from 'node:events'

/** What was registered with the double: for the pages to reach, and for the tests to try with hostile input. */
export type Handler = (event: unknown, ...given: readonly unknown[]) => unknown

export const channels = { handlers: new Map<string, Handler>(), listeners: new EventEmitter() }

export const protocolHandlers = new Map<string, (request: Request) => Response | Promise<Response>>()

/** The session's handlers by the name of the method that set them. */
export const sessionHandlers = new Map<string, (...given: unknown[]) => unknown>()
export const sessionEvents = new EventEmitter()
