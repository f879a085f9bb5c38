import { addPerson, connectAuth, getPerson } from '@duck/store'
import { appEnvironment } from '@duck/testing/app'
import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { runHere } from '../testing/run-here.ts'

const database = useTestDatabase()

async function deleteAnswering(email: string, answer: string) {
  const asked: string[] = []
  const { code, stderr } = await runHere(['user', 'delete', email], {
    variables: appEnvironment({ databaseUrl: database.url }),
    ask: async (question) => {
      asked.push(question)
      return answer
    },
  })
  return { code, asked, stderr }
}

test.each(['', 'n', 'yesterday', 'y', ' Yes '])(
  'at a terminal it asks first, and %j decides',
  async (answer) => {
    await using undo = new AsyncDisposableStack()
    const db = connectAuth(database.authUrl)
    undo.defer(() => db.close())
    const email = `ann${answer.trim()}@example.org`
    const person = await addPerson(db, { email, name: 'Ann\u202e' })
    const { code, asked, stderr } = await deleteAnswering(email, answer)
    expect(asked).toEqual([
      `Delete Ann\ufffd <${email.toLowerCase()}> and everything they wrote, for good? [y/N] `,
    ])
    const isYes = /^y(es)?$/i.test(answer.trim())
    expect(code).toBe(isYes ? 0 : 1)
    expect(stderr).toBe(
      isYes ? 'No server runs: what they wrote is erased at its next start.\n' : 'Nothing was deleted.\n',
    )
    expect((await getPerson(db, person?.id ?? '')) === null).toBe(isYes)
  },
)
