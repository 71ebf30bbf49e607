import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'
import { makeBuildKey, manifestPlugin } from './build/manifest.ts'

const at = (path: string) => resolve(import.meta.dirname, path)

const key = makeBuildKey()
const manifest = () => manifestPlugin(at('out'), key)

/** The build: main (ES modules), one CommonJS preload (a sandboxed preload can load nothing else), and the screens. */
export default defineConfig({
  main: {
    define: { __BUILD_KEY__: JSON.stringify(key.publicKey) },
    plugins: [manifest()],
    build: {
      outDir: at('out/main'),
      // zod is a hundred small files: in the bundle it is read in a fraction of the time, at every start.
      externalizeDeps: { exclude: ['zod'] },
      sourcemap: true,
      rolldownOptions: { input: { index: at('main/index.ts'), devices: at('main/devices/index.ts') } },
    },
  },
  preload: {
    plugins: [manifest()],
    build: {
      outDir: at('out/preload'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react(), manifest()],
    build: {
      outDir: at('out/renderer'),
      minify: true,
      // Inlined fonts would be data: URLs, which the content security policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
})
