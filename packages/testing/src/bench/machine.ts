import { availableParallelism, cpus, loadavg } from 'node:os'
import { asAdmin } from '../database/as-admin.ts'
import type { Options } from './parse-options.ts'

/** How it is measured: the machine, the versions and the rounds, in two lines for people. */
export async function describeMethod(url: string, { command, rounds, ms, short }: Options): Promise<string> {
  const { version, fsync, commit } = await settingsOf(url)
  const model = cpus()[0]?.model ?? 'unknown'
  return [
    `${availableParallelism()} cores (${model}), Node ${process.version}, Postgres ${version}, fsync ${fsync}, synchronous_commit ${commit}`,
    `bench ${command}${short ? ', short: it shows that it runs, not how fast' : ''}: ${roundsOf({ command, rounds, ms })}; load ${load().toFixed(2)} before`,
  ].join('\n')
}

function roundsOf({ command, rounds, ms }: Pick<Options, 'command' | 'rounds' | 'ms'>): string {
  if (command === 'legacy')
    return `slices of ${ms} ms until all is moved, after each the one statement over the same sessions; medians over the rounds`
  return `${rounds} rounds of ${ms} ms each, interleaved, in turning order, after one to warm up; medians over the rounds`
}

/** The load average of the last minute. */
export function load(): number {
  return loadavg()[0] ?? 0
}

function settingsOf(url: string): Promise<{ version: string; fsync: string; commit: string }> {
  return asAdmin(url, async (sql) => {
    const [row] = await sql<[{ version: string; fsync: string; commit: string }]>`
      select current_setting('server_version') as version, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commit`
    return row
  })
}
