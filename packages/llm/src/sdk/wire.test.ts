import { expect, test } from 'vitest'
import { openAiModel } from '../providers/openai.ts'
import { ask, readAnswer } from '../testing/read-answer.ts'
import { startHttpServer } from '../testing/start-http-server.ts'
import { answerThroughSdk } from './answer-through-sdk.ts'

test('a page of HTML with status 200 fails as model-sent-garbage', async () => {
  await using server = await startHttpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>\n<p>Sign in</p>\n</html>')
  })
  expect((await answerOf(server.origin)).failure?.errorClass).toBe('model-sent-garbage')
})

test('a redirect takes the key nowhere', async () => {
  const visited: string[] = []
  await using server = await startHttpServer((request, response) => {
    visited.push(request.url ?? '')
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  expect((await answerOf(server.origin)).failure?.errorClass).toBe('model-unreachable')
  expect(visited).toEqual(['/chat/completions'])
})

test('an endless line is cut off before it fills the memory', async () => {
  await using server = await startHttpServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const pour = () => {
      while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
    }
    response.on('drain', pour)
    pour()
  })
  expect((await answerOf(server.origin)).failure?.errorClass).toBe('model-sent-garbage')
})

function answerOf(origin: string) {
  return readAnswer(answerThroughSdk(openAiModel('openai', origin, 'sk-secret'), ask('hello')))
}
