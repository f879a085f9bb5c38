import { refusalWords } from '../../lib/error-words.ts'
import { useServices } from '../../lib/services.ts'
import { patchSession, removeSession } from '../../lib/session-cache.ts'
import { trpc } from '../../lib/trpc.ts'
import { useToast } from '../../lib/use-toast.ts'

/** Changes to a session, shown at once. A refused one is told and the server's truth fetched again. */
export function useSessionChanges() {
  const { utils, invalidate, asked } = useServices()
  const toast = useToast()
  const onError = (error: unknown) => {
    toast(refusalWords(error))
    invalidate([{ kind: 'sessions' }])
  }
  // What is being fetched may have been read before the change.
  const dropFetches = () => Promise.all([utils.session.list.cancel(), utils.session.get.cancel()])
  const update = trpc.session.update.useMutation({
    onMutate: ({ sessionId, ...patch }) => {
      const change = definedOf(patch)
      patchSession(utils, sessionId, change)
      return { end: asked.change(sessionId, change) }
    },
    onSuccess: async (session, _asked, { end }) => {
      await dropFetches()
      end()
      patchSession(utils, session.id, session)
      invalidate([{ kind: 'sessions' }])
    },
    onError: (error, _asked, context) => {
      context?.end()
      onError(error)
    },
  })
  const remove = trpc.session.delete.useMutation({
    onMutate: ({ sessionId }) => {
      removeSession(utils, sessionId)
      return { end: asked.remove(sessionId) }
    },
    onSuccess: async (_gone, _asked, { end }) => {
      await dropFetches()
      end()
      invalidate([{ kind: 'sessions' }])
    },
    onError: (error, _asked, context) => {
      context?.end()
      onError(error)
    },
  })
  return {
    rename: (sessionId: string, title: string) => update.mutate({ sessionId, title }),
    pin: (sessionId: string, pinned: boolean) => update.mutate({ sessionId, pinned }),
    chooseModel: (sessionId: string, model: string) => update.mutate({ sessionId, model }),
    remove: (sessionId: string) => remove.mutate({ sessionId }),
  }
}

type Defined<Patch> = { [Key in keyof Patch]: Exclude<Patch[Key], undefined> }

/** The fields that are set: an absent one must not wipe what the cache holds. */
function definedOf<Patch extends object>(patch: Patch): Partial<Defined<Patch>> {
  const set = Object.entries(patch).filter(([, value]) => value !== undefined)
  // The entries are the patch's own, less the undefined ones, which is what the type says.
  return Object.fromEntries(set) as Partial<Defined<Patch>>
}
