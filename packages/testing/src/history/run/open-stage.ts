import type postgres from 'postgres'
import { asAdmin } from '../../database/as-admin.ts'
import { seededFaults } from '../../fault-proxy/faults.ts'
import { type FaultProxy, startFaultProxy } from '../../fault-proxy/start-fault-proxy.ts'
import { serversRoles, startPgbouncer, userOf } from '../../pgbouncer/start-pgbouncer.ts'
import type { HistoryPostgres } from './history-postgres.ts'
import type { Plan } from './plan.ts'

/** A database of the run's own and the way the product reaches it: proxy, perhaps pooler, Postgres. */
export interface Stage extends AsyncDisposable {
  /** A superuser's, past proxy and pooler. */
  adminUrl: string
  /** What the product connects with. */
  productUrl: string
  proxy: FaultProxy
  killPostgres(): Promise<void>
}

/** The proxy is disarmed. `prepare` changes the database before anything else reaches it. */
export async function openStage(
  server: HistoryPostgres,
  plan: Plan,
  prepare: (admin: postgres.Sql) => Promise<unknown> = async () => {},
): Promise<Stage> {
  await using undo = new AsyncDisposableStack()
  const name = `history_${plan.target}_${plan.seed}_${process.hrtime.bigint()}`
  const { adminUrl, appUrl } = await server.createDatabase(name)
  await asAdmin(adminUrl, async (admin) => {
    // The role's own default would win over the database's; its default in this database wins over both.
    const role = userOf(appUrl).user
    await admin.unsafe(
      `alter role ${role} in database ${name} set default_transaction_isolation = '${plan.isolation}'`,
    )
    await prepare(admin)
  })
  const direct = Number(new URL(appUrl).port)
  const pooler = plan.pooled
    ? undo.use(await startPgbouncer({ port: direct, users: serversRoles(appUrl) }))
    : undefined
  const decide = seededFaults(plan.random.fork('wire'), plan.rates)
  const proxy = undo.use(await startFaultProxy({ port: pooler?.port ?? direct, decide }))
  proxy.disarm()
  const productUrl = proxy.through(appUrl)
  const parts = undo.move()
  return {
    adminUrl,
    productUrl,
    proxy,
    killPostgres: () => server.kill(),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
