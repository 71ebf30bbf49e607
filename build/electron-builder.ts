import type { AfterPackContext, Configuration } from 'electron-builder'
import { join } from 'node:path'
import { nativeFaults } from './native.ts'

/**
 * `npm run package`: installers for the machine it runs on. Each system is built on itself, since its native code comes
 * with its own `npm ci`; `afterPack` stops what is mixed.
 */
const configuration: Configuration = {
  appId: 'shop.cashier-station',
  productName: 'cashier-station',
  directories: { output: 'dist', buildResources: 'build' },
  files: [
    ...['out/main/**', 'out/preload/**', 'out/renderer/**', 'out/manifest.json', 'package.json', '!**/*.map'],
    // In the bundle already.
    '!node_modules/zod/**',
    ...['!**/*.{md,ts,mts,cts}', '!**/{test,tests,docs,example,examples}/**'],
  ],
  // A deb must name a page; until there is one, this name leads nowhere (RFC 2606).
  extraMetadata: { homepage: 'https://cashier-station.invalid' },
  asar: true,
  // A file inside the archive can not be loaded as native code.
  asarUnpack: ['**/*.node'],
  npmRebuild: false,
  afterPack: ({ appOutDir, electronPlatformName, arch }: AfterPackContext) => {
    const modules = join(appOutDir, 'resources/app.asar.unpacked/node_modules')
    const faults = nativeFaults(modules, electronPlatformName, ARCH[arch] ?? String(arch))
    if (faults.length > 0) throw new Error(`native code: ${faults.join('; ')}. Build on the system it is for`)
    return Promise.resolve()
  },
  // What Electron can do beside our program is turned off in its binary (electronjs.org, "Electron Fuses").
  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['deb', 'AppImage'],
    category: 'Office',
    executableName: 'cashier-station',
    synopsis: '收银台 / a desktop cashier station',
    maintainer: 'cashier-station <it@cashier-station.invalid>',
  },
  deb: {
    afterInstall: 'build/linux/after-install.sh',
    afterRemove: 'build/linux/after-remove.sh',
    fpm: ['build/linux/70-cashier-station.rules=/usr/lib/udev/rules.d/70-cashier-station.rules'],
  },
  win: { target: 'nsis' },
  nsis: { oneClick: false, perMachine: true, allowToChangeInstallationDirectory: false },
  publish: null,
}

/** electron-builder numbers them: ia32, x64, armv7l, arm64. */
const ARCH: Readonly<Record<number, string>> = { 1: 'x64', 3: 'arm64' }

export default configuration
