/**
 * `npm run hardware [-- --only NAME,NAME]`: the pipes and drivers on a real kernel, in a virtual machine, with gadgets
 * at their other end. One line a case, then `N passed, N failed`. Where there can be no machine it says so and skips;
 * where `CI` is set that is a failure. `-- --real ROLE=WHERE` tries a device in hand instead (real.ts), and needs none.
 */
const [flag, ...named] = process.argv.slice(2)
if (flag === '--real') {
  const { tryReal } = await import('./real.ts')
  process.exit((await tryReal(named.filter((each) => each !== '--real'))) ? 0 : 1)
}
const { runCases } = await import('./all-cases.ts')
await runCases(flag === '--only' ? (named[0] ?? '').split(',') : [])
process.exit()

export {}
