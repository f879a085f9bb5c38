import type { SqlText } from './landed-faults.ts'
import { sqlHeaderFaults } from './sql-header-faults.ts'

/**
 * What is wrong with a file of drizzle/functions or drizzle/triggers: it has a header, then one function of the
 * file's name; in triggers/ also the triggers that call it.
 */
export function sqlFileFaults(folder: 'functions' | 'triggers', { name, text }: SqlText): string[] {
  const outside = withoutBodies(text)
  const called = name.replace(/\.sql$/, '')
  const faults = [
    ...sqlHeaderFaults(called, text),
    ...createFaults(folder, called, outside),
    ...definerFaults(outside, /^-- Runs as: (\w+)/m.exec(text)?.[1]),
  ]
  return faults.map((fault) => `${folder}/${name}: ${fault}`)
}

/** The statements in lower case, without comments and without what stands in dollar quotes. */
function withoutBodies(text: string): string {
  return text
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/--.*$/gm, '')
    .toLowerCase()
}

function createFaults(folder: string, called: string, outside: string): string[] {
  const created = [
    ...outside.matchAll(/\bcreate\s+(or replace\s+)?(?:constraint\s+)?(\w+)\s+(?:\w+\.)?(\w+)/g),
  ]
  const functions = created.filter(([, , kind]) => kind === 'function')
  const others = created.filter(
    ([, , kind]) => !(kind === 'function' || (kind === 'trigger' && folder === 'triggers')),
  )
  return [
    ...(functions.length === 1 ? [] : [`It creates ${functions.length} functions, not one.`]),
    ...functions.filter(([, , , name]) => name !== called).map(([, , , name]) => `It creates ${name}.`),
    ...functions.filter(([, replace]) => !replace).map(() => 'It says create, not create or replace.'),
    ...others.map(([, , kind, name]) => `The ${kind} ${name} belongs elsewhere.`),
  ]
}

/** Postgres looks for tables in pg_temp first, where anyone can make one, unless the path names it last. */
function definerFaults(outside: string, runsAs: string | undefined): string[] {
  const definer = /\bsecurity\s+definer\b/.test(outside)
  const path = /\bset\s+search_path\s*(?:=|to)\s*([^\n;]+)/.exec(outside)?.[1] ?? ''
  return [
    ...(definer && !/,\s*pg_temp\b\s*(?:as\b.*)?$/.test(path)
      ? ['A security definer sets a search_path that ends in pg_temp.']
      : []),
    ...(runsAs === undefined || definer === (runsAs !== 'caller')
      ? []
      : [`It runs as ${definer ? 'its owner' : 'caller'}, and the header says ${runsAs}.`]),
  ]
}
