import { COMMAND_BYTES, OPERATION_BYTES, operationBytes, readCommand, readOperation } from './protocol.ts'
import type { Command, Operation, Submit } from './protocol.ts'

export interface Heard {
  readonly onOperation: (operation: Operation) => void
  /** `data`: what an OUT transfer brings. */
  readonly onCommand: (command: Command, data: Buffer) => void
}

export interface Reader {
  /** Chunks of a connection, cut anywhere; throws at what is not of the protocol. */
  readonly take: (chunk: Buffer) => void
  /** A device has been imported: from here on the connection carries its commands. */
  readonly turnToCommands: () => void
}

export function makeReader(heard: Heard): Reader {
  let left: Buffer = Buffer.alloc(0)
  let isImported = false
  const cut = (bytes: number): Buffer => {
    const piece = left.subarray(0, bytes)
    left = left.subarray(bytes)
    return piece
  }
  /** False: more is needed. */
  const step = (): boolean => {
    if (!isImported) {
      if (left.length < OPERATION_BYTES) return false
      const bytes = operationBytes(left)
      if (left.length < bytes) return false
      heard.onOperation(readOperation(cut(bytes)))
      return true
    }
    if (left.length < COMMAND_BYTES) return false
    const command = readCommand(left)
    const follows = command.is === 'submit' ? followingBytes(command) : 0
    if (left.length < COMMAND_BYTES + follows) return false
    cut(COMMAND_BYTES)
    heard.onCommand(command, cut(follows))
    return true
  }
  return {
    turnToCommands: () => {
      isImported = true
    },
    take: (chunk) => {
      left = Buffer.concat([left, chunk])
      while (step()) continue
    },
  }
}

const followingBytes = ({ direction, length }: Submit): number => (direction === 'out' ? length : 0)
