/** A cash drawer on a plug of its own, not on the printer's kick socket. Whether it is open nothing says. */
export interface Drawer {
  /**
   * `given`: the pulse was handed over · `refused`: it was not, and will not be · `unknown`: it may have been, and did
   * not go through. Never rejects.
   */
  readonly open: () => Promise<DrawerOutcome>
}
export type DrawerOutcome = 'given' | 'refused' | 'unknown'
