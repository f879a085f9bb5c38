import type { BenchPostgres } from '../bench-postgres.ts'
import type { Figure } from '../figure.ts'
import { mostOpenFiles } from '../live/process-usage.ts'
import { load } from '../machine.ts'
import { runRounds } from '../rounds.ts'
import { deliver } from './deliver.ts'
import { openStage, type SyncStage, tidyBoth } from './open-stage.ts'
import { probeAppends } from './probe-appends.ts'
import { type SyncRounds, syncFigures } from './sync-figures.ts'

export interface SyncOptions {
  rounds: number
  /** Milliseconds that each answer is written, and that appends are watched. */
  ms: number
  /** Numbers of clients, one after another. */
  clients: readonly number[]
}

/** Measures what it costs to show one answer to many clients, beside a bare WebSocket server. */
export async function benchSync(postgres: BenchPostgres, options: SyncOptions): Promise<Figure[]> {
  checkOpenFiles(Math.max(...options.clients))
  const figures: Figure[] = []
  for (const clients of options.clients) {
    const before = load()
    await using stage = await openStage(postgres, clients)
    const rounds = await measure(stage, { ...options, clients })
    const loads = [before, load()] as const
    figures.push(...syncFigures(rounds).map((figure) => ({ ...figure, clients, load: loads })))
  }
  return figures
}

// A server's own, and the other server's clients of the same process.
const SPARE_FILES = 200

/** @throws Error when this system would not let a server have so many clients. */
function checkOpenFiles(clients: number): void {
  const most = mostOpenFiles()
  const needed = clients + SPARE_FILES
  if (most !== undefined && most < needed)
    throw new Error(
      `${clients} clients need ${needed} open files; here a process may have ${most}: ulimit -n ${needed}`,
    )
}

// So many frames a second of a bare server leave a core to the clients of two processes.
const DELTAS_PER_SECOND = 50
const MOST_FRAMES_PER_SECOND = 50_000
// An append is told to every tab too: this is a tenth of that.
const APPEND_FRAMES_PER_SECOND = 5_000
const FASTEST_APPENDS_MS = 20

async function measure(
  stage: SyncStage,
  { rounds, ms, clients }: Omit<SyncOptions, 'clients'> & { clients: number },
): Promise<SyncRounds> {
  const perSecond = Math.max(1, Math.min(DELTAS_PER_SECOND, Math.floor(MOST_FRAMES_PER_SECOND / clients)))
  const pace = { perSecond, count: Math.ceil((perSecond * ms) / 1000) }
  const everyMs = Math.max(FASTEST_APPENDS_MS, (1000 * clients) / APPEND_FRAMES_PER_SECOND)
  const probe = () => probeAppends(stage.duck, stage.otherSessionId, { everyMs, ms })
  const [duck = [], bare = []] = await runRounds(
    [() => deliver(stage, 'duck', pace), () => deliver(stage, 'bare', pace)],
    rounds,
  )
  const full = await tidyBoth(stage.pid)
  const [quiet = [], meanwhile = []] = await runRounds(
    [
      probe,
      async () => {
        const delivery = deliver(stage, 'duck', pace)
        const waits = await probe()
        await delivery
        return waits
      },
    ],
    rounds,
  )
  return { clients, duck, bare, quiet, meanwhile, empty: stage.empty, full }
}
