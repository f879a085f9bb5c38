import { Counter, Gauge, type Registry } from 'prom-client'
import { type Metrics, SHADOW_RESULTS } from './metrics.ts'

/** What is counted of the move of an old app's arrays; the gauges are 0, or not there, where there is none. */
export function createLegacyRecorders(registry: Registry): Pick<Metrics, 'shadowRead' | 'legacyProgress'> {
  const to = createLegacyInstruments(registry)
  for (const result of SHADOW_RESULTS) to.shadowReads.inc({ result }, 0)
  return {
    shadowRead: (result) => to.shadowReads.inc({ result }),
    legacyProgress({ storage, unabsorbed, versions, quarantined }) {
      for (const [label, sessions] of Object.entries(storage)) to.sessions.set({ storage: label }, sessions)
      for (const [state, count] of Object.entries(versions)) to.versions.set({ state }, count)
      to.unabsorbed.set(unabsorbed)
      to.quarantined.set(quarantined)
    },
  }
}

function createLegacyInstruments(registry: Registry) {
  const registers = [registry]
  return {
    shadowReads: new Counter({
      name: 'duck_legacy_shadow_reads_total',
      help: "Comparisons of a session's rows with the array of the old app, by what came out.",
      labelNames: ['result'],
      registers,
    }),
    sessions: new Gauge({
      name: 'duck_legacy_sessions',
      help: 'Sessions by what counts for them: the array of the old app, rows for reads, or rows alone.',
      labelNames: ['storage'],
      registers,
    }),
    unabsorbed: new Gauge({
      name: 'duck_legacy_unabsorbed_sessions',
      help: 'Sessions of the old app whose array was never made rows.',
      registers,
    }),
    versions: new Gauge({
      name: 'duck_legacy_versions',
      help: 'Versions of arrays that are no rows yet: for the worker (waiting), or an answer that may grow (held).',
      labelNames: ['state'],
      registers,
    }),
    quarantined: new Gauge({
      name: 'duck_legacy_quarantined',
      help: 'Values of the old app that could not become rows.',
      registers,
    }),
  }
}
