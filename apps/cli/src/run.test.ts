import { describe, expect, test } from 'vitest'
import { run } from './run.ts'
import { VERBS } from './verbs.ts'

async function typed(...args: string[]) {
  const [printed, noted]: [string[], string[]] = [[], []]
  const code = await run(args, {
    // A verb that begins although it is not to would fail over these settings.
    variables: { PORT: 'none' },
    signal: new AbortController().signal,
    print: (line) => void printed.push(line),
    note: (line) => void noted.push(line),
    ask: null,
  })
  return { code, printed: printed.join('\n'), noted }
}

test('every verb is in the help, which each way of asking gives', async () => {
  const { code, printed, noted } = await typed()
  expect({ code, noted }).toEqual({ code: 0, noted: [] })
  for (const { name, says } of VERBS) {
    expect(printed).toContain(`  duck ${name} `)
    expect(printed).toContain(says)
  }
  for (const args of [['--help'], ['-h'], ['help'], ['--', '--help']])
    expect(await typed(...args)).toEqual({ code: 0, printed, noted })
})

test('help of a noun has its verbs and their options, and no others', async () => {
  const { code, printed } = await typed('user', '--help')
  expect(code).toBe(0)
  expect(printed).toMatch(/duck user reset(.|\n)*--yes/)
  expect(printed).not.toContain('duck login')
  for (const args of [['user'], ['help', 'user'], ['user', '-h']])
    expect((await typed(...args)).printed).toBe(printed)
})

test.each(VERBS.map(({ name }) => name))('duck %s --help does nothing but help', async (name) => {
  const { code, printed } = await typed(...name.split(' '), '--help', '--nonsense')
  expect(code).toBe(0)
  expect(printed.startsWith(`  duck ${name} `)).toBe(true)
})

describe('what is typed wrong is told in a sentence, and the code is 2', () => {
  const cases: [string[], string][] = [
    [['dance'], 'There is no duck dance.'],
    [['user', 'dance'], 'There is no duck user dance.'],
    [['--dance'], '--dance goes with no verb.'],
    [['user', '--json'], '--json goes with no verb.'],
    [['user', 'reset'], 'duck user reset needs <e-mail or id>.'],
    [['user', 'reset', 'a', 'b'], 'duck user reset takes only <e-mail or id>: b is too much.'],
    [['user', 'list', 'a'], 'duck user list takes no words: a is too much.'],
    [['user', 'list', '--dance'], "Unknown option '--dance'."],
    [['user', 'list', '--json=yes'], "Option '--json' does not take an argument."],
    [['user', 'reset', 'a', '--url'], "Option '--url <value>' argument missing."],
  ]
  test.each(cases)('%j', async (args, sentence) => {
    const { code, printed, noted } = await typed(...args)
    expect({ code, printed, noted: noted[0] }).toEqual({ code: 2, printed: '', noted: sentence })
  })
})
