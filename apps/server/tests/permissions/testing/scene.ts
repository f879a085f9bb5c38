import { uuidv7 } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import { type Credential, signInAgain } from './people.ts'

/** The ids of one of everything that a user can have. */
export interface Scene {
  sessionId: string
  /** A session that is hidden. */
  hiddenId: string
  /** A message that asked for nothing, and one of an assistant after it. */
  promptId: string
  answerId: string
  /** A message that asked for an answer, and that. */
  askedId: string
  streamId: string
  signInId: string
  apiKeyId: string
  userId: string
}

/** One of everything for the user; `mark` is in each of their titles, texts and names. */
export async function makeScene(url: string, credential: Credential, mark: string): Promise<Scene> {
  const { rpc, close } = createTestClient(url, { ...credential })
  const { id: sessionId } = await rpc.session.create.mutate({
    title: `${mark} title`,
    systemPrompt: `${mark}`,
  })
  const { id: hiddenId } = await rpc.session.create.mutate({ title: `${mark} hidden` })
  await rpc.session.delete.mutate({ sessionId: hiddenId })
  const append = (role: 'user' | 'assistant') =>
    rpc.message.append.mutate({ sessionId, id: uuidv7(), role, content: `${mark} ${role} text` })
  const prompt = await append('user')
  const answer = await append('assistant')
  const asked = await rpc.message.send.mutate({ sessionId, id: uuidv7(), content: `${mark} asks` })
  const { apiKey } = await rpc.apiKey.create.mutate({ name: `${mark} key` })
  await signInAgain(url, credential)
  const [signIn] = (await rpc.signIn.list.query()).signIns
  const me = await rpc.user.me.query()
  await close()
  return {
    sessionId,
    hiddenId,
    promptId: prompt.id,
    answerId: answer.id,
    askedId: asked.message.id,
    streamId: asked.stream.id,
    signInId: signIn?.id ?? '',
    apiKeyId: apiKey.id,
    userId: me.id,
  }
}

/** Ids of nothing. */
export function nothing(): Scene {
  return {
    sessionId: uuidv7(),
    hiddenId: uuidv7(),
    promptId: uuidv7(),
    answerId: uuidv7(),
    askedId: uuidv7(),
    streamId: uuidv7(),
    signInId: uuidv7(),
    apiKeyId: uuidv7(),
    userId: uuidv7(),
  }
}
