import { Gauge, type Registry } from 'prom-client'

/** Where figures that are read at a scrape come from; until somebody gives a reader they are 0. */
export interface Readers {
  streams: () => { queued: number; open: number }
  syncClients: () => number
}

/** The instruments of answers and tabs that read their value when they are scraped. */
export function createScraped(registry: Registry): Readers {
  const registers = [registry]
  const readers: Readers = { streams: () => ({ queued: 0, open: 0 }), syncClients: () => 0 }
  new Gauge({
    name: 'duck_streams',
    help: 'Answers that this server writes (open), or will write (queued).',
    labelNames: ['state'],
    registers,
    collect() {
      const { queued, open } = readers.streams()
      this.set({ state: 'queued' }, queued)
      this.set({ state: 'open' }, open)
    },
  })
  new Gauge({
    name: 'duck_sync_clients',
    help: 'Feeds and watched answers that are open at this server.',
    registers,
    collect() {
      this.set(readers.syncClients())
    },
  })
  return readers
}
