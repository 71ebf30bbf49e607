/** The build's own hand at its list of files, for tests of who reads it. */
export { makeBuildKey, writeManifest } from '../../build/manifest.ts'
