import { expect, test } from 'vitest'
import { EnvError, readEnv } from './env.ts'

test('with nothing set the server is local, embedded and looks for Ollama', () => {
  expect(readEnv({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: null,
    databaseAdminUrl: null,
    databaseListenUrl: null,
    secret: null,
    dataDir: expect.stringMatching(/\/\.duck$/),
    metricsToken: null,
    runningAnswersPerUser: null,
    trustedProxies: [],
    auth: { mode: 'local', publicUrl: null, operators: new Set(), guests: true, oidc: null },
    appendsPerSecond: null,
    appendBurst: null,
    socketsPerUser: null,
    callsAtOncePerUser: null,
    models: { openai: null, anthropic: null, ollama: { baseUrl: 'http://127.0.0.1:11434' } },
  })
})

test('an empty variable counts as not set', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: ' ', OPENAI_API_KEY: '' })).toEqual(readEnv({}))
})

test('a database of the operator wants a secret, and its owner is named only beside it', () => {
  const databaseUrl = 'postgres://duck@db/duck'
  expect(() => readEnv({ DATABASE_URL: databaseUrl })).toThrow('DUCK_SECRET must be set with DATABASE_URL')
  for (const name of ['DATABASE_ADMIN_URL', 'DATABASE_LISTEN_URL'])
    expect(() => readEnv({ [name]: databaseUrl })).toThrow(`${name} goes with DATABASE_URL`)
  expect(
    readEnv({
      DATABASE_URL: databaseUrl,
      DATABASE_ADMIN_URL: 'postgres://owner@db/duck',
      DUCK_SECRET: 'word',
    }),
  ).toMatchObject({ databaseUrl, databaseAdminUrl: 'postgres://owner@db/duck', secret: 'word' })
})

test('models come from keys and base URLs', () => {
  const { models } = readEnv({
    OPENAI_BASE_URL: 'http://127.0.0.1:1234/v1',
    OPENAI_MODELS: ' one, two,',
    ANTHROPIC_API_KEY: 'key',
  })
  expect(models).toMatchObject({
    openai: { baseUrl: 'http://127.0.0.1:1234/v1', models: ['one', 'two'] },
    anthropic: { apiKey: 'key' },
  })
})

test('limits are whole numbers from 1 on', () => {
  const variables = {
    DUCK_LIMIT_APPENDS_PER_SECOND: '5',
    DUCK_LIMIT_APPEND_BURST: '999999',
    DUCK_LIMIT_RUNNING_ANSWERS: '1',
    DUCK_LIMIT_SOCKETS: '20000',
    DUCK_LIMIT_CALLS: '4',
  }
  expect(readEnv(variables)).toMatchObject({
    appendsPerSecond: 5,
    appendBurst: 999_999,
    runningAnswersPerUser: 1,
    socketsPerUser: 20_000,
    callsAtOncePerUser: 4,
  })
})

test('all faults are named at once, and no value', () => {
  const variables = {
    PORT: '70000',
    DATABASE_URL: 'mysql://s3cret',
    ANTHROPIC_API_KEY: 'two words',
    OLLAMA_BASE_URL: 'x',
    DUCK_METRICS_TOKEN: 'a h1dden token',
    DUCK_LIMIT_APPENDS_PER_SECOND: '0',
    DUCK_LIMIT_APPEND_BURST: '-1',
    DUCK_LIMIT_RUNNING_ANSWERS: '10000',
    DUCK_LIMIT_SOCKETS: '1e3',
    DUCK_LIMIT_CALLS: '1.5',
    DUCK_SECRET: 'a s3cret too',
    DATABASE_ADMIN_URL: 'nowhere',
  }
  const read = () => readEnv(variables)
  expect(read).toThrow(EnvError)
  for (const name of Object.keys(variables)) expect(read).toThrow(name)
  expect(read).not.toThrow(/s3cret|two words|70000|h1dden/)
})
