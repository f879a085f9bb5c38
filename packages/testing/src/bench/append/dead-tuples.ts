import type postgres from 'postgres'
import { type Figure, judged } from '../figure.ts'

/** Watches what appending leaves behind in the tables of its database. */
export interface DeadTuples {
  /** To be called often: a vacuum in between takes the dead tuples away. */
  look(): Promise<void>
  figure(): Figure
}

/** A connection counts what it did for itself and tells it at the latest when it ends. */
export function watchDeadTuples(admin: postgres.Sql): DeadTuples {
  let deadTuples = 0
  let changedRows = 0
  return {
    async look() {
      await admin`select pg_stat_force_next_flush()`
      const [row] = await admin<[{ dead: number; changed: number }]>`
        select sum(n_dead_tup)::integer as dead, sum(n_tup_upd + n_tup_del)::integer as changed
        from pg_stat_user_tables where relname in ('messages', 'chat_sessions')`
      deadTuples = Math.max(deadTuples, row.dead)
      changedRows = row.changed
    },
    figure: () => ({
      bench: 'append/dead-tuples',
      deadTuples,
      changedRows,
      ...judged(deadTuples, { atMost: 0 }),
    }),
  }
}

/** Resolves when nobody else is connected to the database, whose connections have then told what they did. */
export async function untilAlone(admin: postgres.Sql): Promise<void> {
  for (;;) {
    const [row] = await admin<[{ others: number }]>`
      select count(*)::integer as others from pg_stat_activity
      where datname = current_database() and usename = 'duck_app'`
    if (row.others === 0) return
  }
}
