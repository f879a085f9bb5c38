import { must } from '@duck/protocol'
import { describe, expect, test } from 'vitest'
import { listFiles, readPackages, readText } from './workspace.ts'

const EVERY = ['api', 'chat', 'client', 'legacy', 'llm', 'metrics', 'protocol', 'store']

/** What each room may depend on of ours when it runs. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  metrics: [],
  store: ['protocol', 'metrics'],
  llm: ['protocol', 'metrics'],
  chat: ['store', 'llm', 'protocol', 'metrics'],
  api: ['chat', 'protocol', 'metrics'],
  legacy: ['store', 'protocol', 'metrics'],
  client: ['protocol'],
  web: ['protocol', 'client'],
  cli: ['store', 'legacy', 'client', 'protocol', 'metrics'],
  server: EVERY,
  testing: EVERY,
}

/** Rooms that know the router's type, and nothing else of it. */
const KNOW_THE_ROUTER = ['web', 'client', 'testing']
/** Built into what needs nothing else, so that all their dependencies are development's. */
const BUNDLED = ['web', 'client']
/** Rooms that build a running whole for their tests. */
const COMPOSE_IN_TESTS: Record<string, readonly string[]> = { api: ['store', 'llm'] }
const DATABASE_DRIVERS = ['drizzle-orm', 'postgres']
const KNOW_THE_DATABASE = ['store', 'legacy', 'testing']

const packages = readPackages()
const roomOf = (name: string) => name.replace('@duck/', '')
const ours = (names: readonly string[]) => names.filter((name) => name.startsWith('@duck/')).map(roomOf)
const allowedOf = (room: string) => must(MAY_IMPORT[room], `the room ${room} in the table`)

/** Lines of a room's product code, tests aside, that import `name` otherwise than as a type. */
function valueImports(room: string, name: string): string[] {
  const files = listFiles(`apps/${room}/src/*.ts*`, `packages/${room}/src/*.ts*`)
  return files
    .filter((file) => !/\.test\.tsx?$|\/testing\//.test(file.replace('packages/testing/', '')))
    .flatMap((file) => readText(file).split('\n'))
    .filter((line) => line.includes(`from '${name}'`) && !/^\s*(import|export) type /.test(line))
}

describe.each(packages.map((each) => [roomOf(each.name), each] as const))(
  '%s',
  (room, { dependencies, devDependencies }) => {
    test('depends only on the rooms below it', () => {
      expect(allowedOf(room)).toEqual(expect.arrayContaining(ours(dependencies)))
    })

    test('needs for development only those, the test tools and the type of the router', () => {
      const tools = room === 'testing' ? [] : ['testing']
      const types = KNOW_THE_ROUTER.includes(room) ? ['api'] : []
      const bundled = BUNDLED.includes(room) ? allowedOf(room) : []
      const allowed = [...tools, ...types, ...bundled, ...(COMPOSE_IN_TESTS[room] ?? [])]
      expect(allowed).toEqual(expect.arrayContaining(ours(devDependencies)))
    })

    test('reaches the database only if it is its business', () => {
      const drivers = [...dependencies, ...devDependencies].filter((name) => DATABASE_DRIVERS.includes(name))
      expect(KNOW_THE_DATABASE.includes(room) ? [] : drivers).toEqual([])
    })

    test('imports in its product code only what it depends on when it runs', () => {
      const onlyInTests = ours(devDependencies).filter((name) => !BUNDLED.includes(room) && name !== 'api')
      for (const other of onlyInTests) expect(valueImports(room, `@duck/${other}`)).toEqual([])
    })
  },
)

test('the router is known by its type only', () => {
  for (const room of KNOW_THE_ROUTER) expect(valueImports(room, '@duck/api')).toEqual([])
})

test('a browser is not given zod', () => {
  for (const room of ['web', 'client']) {
    const all = packages.find((each) => each.name === `@duck/${room}`)
    expect([...(all?.dependencies ?? []), ...(all?.devDependencies ?? [])]).not.toContain('zod')
    expect(valueImports(room, '@duck/protocol/schemas')).toEqual([])
  }
})

test('the model SDKs are known to llm only', () => {
  for (const { name, dependencies, devDependencies } of packages)
    if (name !== '@duck/llm')
      expect(
        [...dependencies, ...devDependencies].filter((each) => /^ai$|^@ai-sdk\//.test(each)),
        name,
      ).toEqual([])
})

test('a room that imports another names it in its package.json', () => {
  for (const { name, dependencies, devDependencies } of packages) {
    const room = roomOf(name)
    const files = listFiles(`apps/${room}/*.ts*`, `packages/${room}/*.ts*`)
    const imported = files.flatMap((file) => [
      ...readText(file).matchAll(/(?:from|import\() ?'(@duck\/[\w-]+)/g),
    ])
    const names = new Set(imported.map(([, other = '']) => other).filter((other) => other !== name))
    expect([...dependencies, ...devDependencies], name).toEqual(expect.arrayContaining([...names]))
  }
})
