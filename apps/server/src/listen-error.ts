import type { Env } from './env.ts'

/** Why the server cannot listen, as a sentence for the operator. */
export function listenError(error: unknown, { host, port }: Pick<Env, 'host' | 'port'>): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    return new Error(`Port ${port} is in use. Set PORT to another one, 0 for any that is free.`)
  if (code === 'EACCES')
    return new Error(`Port ${port} is not allowed for this user. Set PORT to one above 1023.`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new Error(`HOST ${host} is no address of this machine.`)
  return error instanceof Error ? error : new Error('The server cannot listen.')
}
