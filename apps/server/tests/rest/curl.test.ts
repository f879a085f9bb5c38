import { readFileSync } from 'node:fs'
import { curlLine, operationsIn, readExamples } from '@duck/api'
import { signInGuest } from '@duck/testing/app'
import { expect, test } from 'vitest'
import { useApp } from '../testing/use-app.ts'
import { fetchDocument } from './fetch-document.ts'
import { type Command, readCommands } from './read-commands.ts'
import { runInShell } from './shell.ts'
import { withPassing } from './with-passing.ts'

const server = useApp()

/** The commands of a page of the documentation, for the server of the tests. */
function commandsOf(name: string): Command[] {
  const text = readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')
  return readCommands(text.replace('DUCK=http://127.0.0.1:3000', `DUCK=${server.app.url}`))
}

async function expectAsSaid(commands: readonly Command[]): Promise<void> {
  const ran = await runInShell(commands.map(({ text }) => text))
  for (const [n, { command, stdout, statuses, exit }] of ran.entries()) {
    const expected = commands[n]?.expected
    expect(exit, `${command}\n${stdout}`).toBe(0)
    expect(statuses, `${command}\n${stdout}`).toEqual(
      expected ? [expected.status] : statuses.filter(isSuccess),
    )
    if (expected?.reply !== undefined)
      expect(JSON.parse(stdout), command).toMatchObject(Object(expected.reply))
  }
}

const isSuccess = (status: number) => status >= 200 && status < 300

test.each(['curl.md', 'api.md'])('every line of docs/%s does what the page says', async (name) => {
  const commands = commandsOf(name)
  expect(commands.filter(({ text }) => text.includes('curl')).length).toBeGreaterThan(3)
  await expectAsSaid(commands)
})

test('in docs/curl.md each request says what becomes of it', () => {
  const silent = commandsOf('curl.md').filter(
    ({ text, expected }) => text.includes('curl') && expected === null,
  )
  expect(silent).toEqual([])
})

test('every line of /api/docs is answered as the page shows it', async () => {
  const { authorization } = await signInGuest(server.app.url)
  const examples = operationsIn(await fetchDocument(server)).flatMap(readExamples)
  const page = await (await fetch(`${server.app.url}/api/docs`)).text()
  const lines = examples.map(curlLine)
  const escaped = (line: string) =>
    line.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
  for (const line of lines) expect(page).toContain(escaped(line))
  const [, , ...ran] = await runInShell([
    `DUCK=${server.app.url}`,
    `ME="Authorization: ${authorization}"`,
    ...lines,
  ])
  for (const [n, { status, reply }] of examples.entries()) {
    const { command = '', stdout = '', statuses } = ran[n] ?? {}
    expect(statuses, `${command}\n${stdout}`).toEqual([status])
    const actual: unknown = stdout === '' ? undefined : JSON.parse(stdout)
    expect(actual, command).toEqual(withPassing(reply, actual))
  }
})
