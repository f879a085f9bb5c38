import { authWords } from '../../lib/auth-words.ts'
import { useServices } from '../../lib/services.ts'
import { useToast } from '../../lib/use-toast.ts'

/** Signs out at once where nothing would be lost by it; false where the person has to be asked. */
export function useSignOut(): { withoutAsking: () => boolean } {
  const { account, outbox, drafts } = useServices()
  const toast = useToast()
  return {
    withoutAsking() {
      const isGuest = account.state.get().person?.isGuest ?? true
      const left = outbox.entries.get().length + drafts.all().length
      if (isGuest || left > 0) return false
      account.signOut(false).catch((error) => toast(authWords(error)))
      return true
    },
  }
}
