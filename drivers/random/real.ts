import type { Random } from './port.ts'
import { randomBytes, randomInt, randomUUID } from 'node:crypto'

export const makeRealRandom = (): Random => ({
  below: (limit) => randomInt(limit),
  bytes: (count) => randomBytes(count),
  id: () => randomUUID(),
})
