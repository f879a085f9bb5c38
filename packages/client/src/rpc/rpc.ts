import type { AppRouter } from '@duck/api'
import type { RpcOf } from './rpc-of.ts'

/** Every procedure of the server, under its name: `rpc.session.create.mutate({})`. */
export type Rpc = RpcOf<AppRouter['_def']['record']>
