/** Ends of the program, as the operating system sees them. */
export const EXIT = { fine: 0, refused: 1, windowsGone: 75 } as const
export type Exit = (typeof EXIT)[keyof typeof EXIT]

export function end(code: Exit, sentence?: string): never {
  if (sentence !== undefined) process.stderr.write(`${sentence}\n`)
  process.exit(code)
}
