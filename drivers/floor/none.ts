import type { Floor } from './port.ts'

/** A shop of one station, or one where nothing joins them. */
export const NO_FLOOR: Floor = {
  join: () => ({
    ...{ stations: () => [], send: () => undefined, onText: () => undefined, onStations: () => undefined },
    leave: () => undefined,
  }),
}
