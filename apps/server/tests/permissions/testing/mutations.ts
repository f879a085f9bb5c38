import { AUTH_ROWS } from '../rows/auth-rows.ts'
import { REST_ROWS } from '../rows/rest-rows.ts'
import { ROWS } from '../rows/rows.ts'
import { PROCEDURES } from './procedures.ts'
import type { Scene } from './scene.ts'

/** A request that changes something. */
export interface Mutation {
  /** POST unless told otherwise. */
  method?: string
  /** As the table has it. */
  path: string
  /** Where it is sent; its path unless told otherwise. */
  url?: (mine: Scene) => string
  /** What would change something for the user of the scene. */
  body: (mine: Scene) => object
  /** What is refused by whoever looks at it, and changes nothing; null where it changes something without any. */
  harmless: object | null
}

const NONSENSE = { nonsense: true }
/** They take whatever comes. */
const WITHOUT_INPUT = /sign-out|anonymous|revoke-|sign-in\/social|delete-user|update-user/

/** Every mutation of the router, everything of the REST API but its GETs, and every POST of `/api/auth`. */
export const MUTATIONS: readonly Mutation[] = [
  ...PROCEDURES.filter(([, type]) => type === 'mutation').map(([name]) => ({
    path: `/trpc/${name}`,
    body: (mine: Scene) => ROWS[name]?.own(mine) ?? {},
    harmless: NONSENSE,
  })),
  ...Object.entries(REST_ROWS)
    .filter(([route]) => !route.startsWith('GET'))
    .map(([route, { own }]) => ({
      method: route.replace(/ .*/, ''),
      path: route.replace(/^[A-Z]+ /, ''),
      url: (mine: Scene) => own(mine).path,
      body: (mine: Scene) => own(mine).body ?? {},
      harmless: NONSENSE,
    })),
  ...Object.entries(AUTH_ROWS)
    .filter(([, { method }]) => method === 'POST')
    .map(([path, { body = {} }]) => ({
      path: `/api/auth${path}`,
      body: () => body,
      harmless: WITHOUT_INPUT.test(path) ? null : NONSENSE,
    })),
]
