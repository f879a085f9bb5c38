import { benchAppend } from './append/bench-append.ts'
import { FULL_SIZES, SMALL_SIZES } from './append/sizes.ts'
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts'
import { benchFair } from './fair/bench-fair.ts'
import { type Figure, formatFigure } from './figure.ts'
import { benchLegacy, FULL_LEGACY_SIZES, SMALL_LEGACY_SIZES } from './legacy/bench-legacy.ts'
import { describeMethod, load } from './machine.ts'
import { benchOldApp } from './old-app/bench-old-app.ts'
import { type Options, parseOptions, USAGE } from './parse-options.ts'
import { benchRead } from './read/bench-read.ts'
import { FULL_READ_SIZES, SMALL_READ_SIZES } from './read/load-table.ts'
import { benchStream, SHORT_STEPS, STEPS } from './stream/bench-stream.ts'
import { COUNT_STATEMENTS } from './stream/count-checkpoints.ts'
import { benchSync } from './sync/bench-sync.ts'
import { benchWeb } from './web/bench-web.ts'

const BENCHES = { append, read, sync, stream, fair, web, legacy, 'old-app': oldApp }

// `pnpm bench`: what appending, reading and showing cost beside the least that they could, and beside other ways.
try {
  await run(parseOptions(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.error(`Usage: ${USAGE}`)
  process.exitCode = 1
}

async function run(options: Options): Promise<void> {
  await using postgres = await startBenchPostgres(options.command === 'stream' ? COUNT_STATEMENTS : {})
  console.log(await describeMethod(postgres.url, options))
  const figures = await BENCHES[options.command](postgres, options)
  console.log(`load ${load().toFixed(2)} after`)
  for (const figure of figures) console.log(formatFigure(figure))
}

async function append(postgres: BenchPostgres, { rounds, ms, short }: Options): Promise<Figure[]> {
  const { figures, ledgers } = await benchAppend(postgres, {
    rounds,
    ms,
    sizes: short ? SMALL_SIZES : FULL_SIZES,
  })
  const appends = ledgers.reduce((total, ledger) => total + ledger.appends, 0)
  console.log(`all ${appends} messages that were appended are there, their indexes without a gap`)
  if (!figures.some(({ cpuUs }) => cpuUs !== undefined))
    console.log('append/cpu is left out: this system does not tell the processor time of other processes')
  return figures
}

async function read(postgres: BenchPostgres, { rounds, ms, short }: Options): Promise<Figure[]> {
  const { figures, rows, seconds } = await benchRead(postgres, {
    rounds,
    ms,
    sizes: short ? SMALL_READ_SIZES : FULL_READ_SIZES,
    calls: short ? 100 : 1_000,
  })
  console.log(`a table of ${rows} messages, loaded, vacuumed and analyzed in ${seconds.toFixed(1)} s`)
  return figures
}

async function sync(postgres: BenchPostgres, { rounds, ms, clients }: Options): Promise<Figure[]> {
  const figures = await benchSync(postgres, { rounds, ms, clients })
  if (!figures.some(({ bench }) => bench === 'sync/cpu'))
    console.log('sync/cpu is left out: this system does not tell the processor time of other processes')
  return figures
}

function fair(postgres: BenchPostgres, { rounds, ms, short }: Options): Promise<Figure[]> {
  return benchFair(postgres, { rounds, ms, messages: short ? 1_000 : 100_000 })
}

function stream(postgres: BenchPostgres, { rounds, ms, short }: Options): Promise<Figure[]> {
  return benchStream(postgres, { rounds, ms, steps: short ? SHORT_STEPS : STEPS })
}

function web(postgres: BenchPostgres, { rounds, ms, short, minutes }: Options): Promise<Figure[]> {
  return benchWeb(postgres, { rounds, ms, minutes, lengths: short ? [100, 10_000] : [100, 100_000] })
}

async function legacy(postgres: BenchPostgres, { short, ms }: Options): Promise<Figure[]> {
  // Told as they come: it takes many minutes.
  const onFigures = (figures: readonly Figure[]) => {
    for (const figure of figures) console.log(formatFigure(figure))
  }
  await benchLegacy(postgres, { sizes: short ? SMALL_LEGACY_SIZES : FULL_LEGACY_SIZES, ms, onFigures })
  return []
}

function oldApp(postgres: BenchPostgres, { rounds, ms, short }: Options): Promise<Figure[]> {
  return benchOldApp(postgres, { rounds, ms, sessions: short ? 20 : 700 })
}
