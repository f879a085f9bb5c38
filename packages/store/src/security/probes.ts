import { INTERNAL_PROBES } from './internal-probes.ts'
import { OWNER_PROBES } from './owner-probes.ts'
import type { Probe } from './probe.ts'
import { PRODUCT_PROBES } from './product-probes.ts'
import { REFUSED_PROBES } from './refused-probes.ts'
import { SETTINGS_PROBES } from './settings-probes.ts'

/** Everything that somebody may do with the database, and what nobody may. */
export const PROBES: Probe[] = [
  ...PRODUCT_PROBES,
  ...SETTINGS_PROBES,
  ...REFUSED_PROBES,
  ...INTERNAL_PROBES,
  ...OWNER_PROBES,
]
