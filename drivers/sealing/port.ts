/** Keeps small secrets at rest. `weak`: only the file system's permissions protect them; policy may refuse that. */
export interface Sealing {
  readonly strength: () => Promise<'keychain' | 'weak'>
  readonly seal: (clear: string) => Promise<string>
  /** Null when it was not sealed here or was changed since. */
  readonly unseal: (sealed: string) => Promise<string | null>
}
