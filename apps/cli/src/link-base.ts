import type { Env } from './env.ts'
import { UsageError } from './usage-error.ts'

/** The option by which links lead elsewhere than the settings say. */
export const URL_OPTION = {
  url: {
    type: 'string',
    value: 'URL',
    says: 'where the link leads; else DUCK_PUBLIC_URL, else http://127.0.0.1:PORT',
  },
} as const

/**
 * Where a link begins: as the option says, else as the settings do.
 *
 * @throws UsageError
 */
export function linkBase(given: string | undefined, { publicUrl }: Pick<Env, 'publicUrl'>): string {
  if (given === undefined) {
    if (publicUrl !== null) return publicUrl
    throw new UsageError('PORT is 0, so where The Duck is opened must be told: --url http://127.0.0.1:…')
  }
  const url = URL.canParse(given) ? new URL(given) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash)
    throw new UsageError('--url must be like https://duck.example, without a path.')
  return url.origin
}
