import type { Hub, HubLine } from '#drivers/hub/port'

/** The hub with a planted bug: some of what its lines do is done otherwise. */
export const bentHub = (hub: Hub, change: (line: HubLine) => Partial<HubLine>): Hub => ({
  connect: async (noMore) => {
    const line = await hub.connect(noMore)
    // The rest it has from the line itself.
    return line.is === 'line' ? Object.assign(Object.create(line) as HubLine, change(line)) : line
  },
})
