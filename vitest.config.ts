import { defineConfig } from 'vitest/config'

const node = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, environment: 'node' as const, ...extra },
})

export default defineConfig({
  test: {
    projects: [
      // The limit tells what hangs, not what is slow.
      node(
        'unit',
        [
          '{main,preload,renderer,drivers,build}/**/*.test.ts',
          'tests/emulator/*.test.ts',
          'tests/disk/*.test.ts',
          'tests/hardware/**/*.test.ts',
          'tests/printer/*.test.ts',
        ],
        {
          testTimeout: 60_000,
        },
      ),
      node('rooms', ['tests/rooms.test.ts', 'tests/tidy.test.ts']),
      node('scenarios', ['tests/scenarios/*.test.ts']),
      node('packaging', ['tests/packaging/*.test.ts'], { testTimeout: 60_000 }),
      // Each file starts a PostgreSQL of its own, one after the other.
      node('ledger', ['tests/ledger/*.test.ts'], {
        ...{ fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
      }),
      // Real servers: one file at a time, since each has its own.
      node('hub', ['tests/hub/*.test.ts'], { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 }),
      // One browser at a time: two cores, and real windows that want them.
      node('e2e', ['tests/e2e/*.spec.ts'], { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 }),
    ],
  },
})
