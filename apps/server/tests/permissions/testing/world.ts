import { must } from '@duck/protocol'
import { createTestClient } from '@duck/testing/app'
import type { TestDatabaseHandle } from '@duck/testing/database'
import { postJson } from './ask.ts'
import { type Account, type Credential, signInAgain, signUp } from './people.ts'
import { makeScene, type Scene } from './scene.ts'
import { settled } from './settled.ts'

/** Two users, each with one of everything, and everybody who is not let in. */
export interface World {
  me: Account & { scene: Scene }
  other: Account & { scene: Scene }
  /** What somebody shows who is not signed in. */
  outsiders: Record<string, Record<string, string>>
  /** Words and ids that nobody but the other may ever see. */
  canaries: readonly string[]
}

const CANARY = 'xanthophyll'

export async function makeWorld(url: string, sql: TestDatabaseHandle['sql']): Promise<World> {
  const [me, other] = [await signUp(url, 'me'), await signUp(url, CANARY)]
  const outsiders = await makeOutsiders(url, sql, me.credential)
  const scenes = [await makeScene(url, me.credential, 'mine'), await makeScene(url, other.credential, CANARY)]
  const [mine, theirs] = scenes.map((scene) => must(scene, 'a scene'))
  const scene = must(theirs, 'the scene of the other')
  await settled(sql)
  return {
    me: { ...me, scene: must(mine, 'my scene') },
    other: { ...other, scene },
    outsiders,
    canaries: [CANARY, ...Object.values(scene)],
  }
}

async function makeOutsiders(
  url: string,
  sql: TestDatabaseHandle['sql'],
  me: Credential,
): Promise<World['outsiders']> {
  const { rpc, close } = createTestClient(url, { ...me })
  const { apiKey, key } = await rpc.apiKey.create.mutate({ name: 'Revoked' })
  await rpc.apiKey.revoke.mutate({ id: apiKey.id })
  const [ended, expired] = [await signInAgain(url, me), await signInAgain(url, me)]
  const [{ id } = { id: '' }] = (await rpc.signIn.list.query()).signIns
  await sql`update auth.sign_ins set expires_at = now() - interval '1 second' where id = ${id}`
  await postJson(`${url}/api/auth/sign-out`, {}, { ...ended })
  await close()
  return {
    nobody: {},
    'a revoked API key': { authorization: `Bearer ${key}` },
    'a sign-in that was signed out': { ...ended },
    'an expired sign-in': { ...expired },
    'a token of nobody': { authorization: 'Bearer abcdefghijklmnopqrstuvwxyz012345' },
    'a forged signature': { authorization: `${me.authorization.slice(0, -6)}AAAAA%3D` },
    'another scheme': { authorization: 'Basic bWU6bWU=' },
  }
}
