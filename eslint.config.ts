import { defineConfig } from 'eslint/config'
import hooks from 'eslint-plugin-react-hooks'
import typescript from 'typescript-eslint'

/** Typed lint, strict. What a formatter can decide is prettier's; what architecture decides is tests/rooms.test.ts. */
export default defineConfig(
  { ignores: ['out', 'dist', 'node_modules', 'main/shell/chromium/page'] },
  ...typescript.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.pure.json', 'tsconfig.node.json', 'tsconfig.web.json', 'tsconfig.e2e.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // A test's describe block is a table of contents, not a function to keep in one's head.
    files: ['**/*.test.ts', 'tests/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  { files: ['renderer/**/*.{ts,tsx}'], ...hooks.configs.flat['recommended-latest'] },
  { files: ['**/*.mjs', '**/*.js'], ...typescript.configs.disableTypeChecked },
)
