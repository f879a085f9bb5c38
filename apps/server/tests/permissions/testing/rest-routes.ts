import { registerRest } from '@duck/api'
import Fastify from 'fastify'

/** Every route below `/api` that the API registers, as `METHOD path`; HEAD is GET without its answer, and what is 405 is none. */
export async function restRoutes(): Promise<string[]> {
  const app = Fastify()
  const routes: string[] = []
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.wrongMethod) return
    for (const each of [method].flat()) if (each !== 'HEAD') routes.push(`${each} ${url}`)
  })
  const log = { info() {}, warn() {}, error() {} }
  const signInOptions = { mode: 'accounts', guests: true, oidc: null } as const
  await app.register(async (scope) =>
    registerRest(scope, { contextOf: async () => null, signInOptions, log }),
  )
  await app.ready()
  await app.close()
  return routes
}
