import { describe, expect, test } from 'vitest'
import { runHere } from './testing/run-here.ts'
import { VERBS } from './verbs.ts'

// A verb that begins although it is not to would fail over these settings.
const typed = (...args: string[]) => runHere(args, { variables: { PORT: 'none' } })

test('every verb is in the help, which each way of asking gives', async () => {
  const { code, stdout, stderr } = await typed()
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  for (const { name, says } of VERBS) {
    expect(stdout).toContain(`  duck ${name} `)
    expect(stdout).toContain(says)
  }
  for (const args of [['--help'], ['-h'], ['help'], ['--', '--help']])
    expect(await typed(...args)).toEqual({ code: 0, stdout, stderr })
})

test('help of a noun has its verbs and their options, and no others', async () => {
  const { code, stdout } = await typed('user', '--help')
  expect(code).toBe(0)
  expect(stdout).toMatch(/duck user reset(.|\n)*--yes/)
  expect(stdout).not.toContain('duck login')
  for (const args of [['user'], ['help', 'user'], ['user', '-h']])
    expect((await typed(...args)).stdout).toBe(stdout)
})

test.each(VERBS.map(({ name }) => name))('duck %s --help does nothing but help', async (name) => {
  const { code, stdout } = await typed(...name.split(' '), '--help', '--nonsense')
  expect(code).toBe(0)
  expect(stdout.startsWith(`  duck ${name} `)).toBe(true)
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
    expect(await typed(...args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `${sentence}\nduck --help says what there is.\n`,
    })
  })
})
