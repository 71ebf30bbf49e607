/** A cash drawer on a plug of its own, not on the printer's kick socket. */
export interface Drawer {
  /**
   * `refused`: the pulse was not given, and will not be · `unknown`: it was handed over, and nothing says whether the
   * drawer is open. Never rejects.
   */
  readonly open: () => Promise<'refused' | 'unknown'>
}
