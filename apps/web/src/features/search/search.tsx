import { lazy, useEffect } from 'react'
import { LazyDialog } from '../../components/lazy-dialog.tsx'
import { useStore } from '../../lib/store.ts'
import { isSearchKey } from './is-search-key.ts'
import { searchOpen } from './search-open.ts'

export const loadSearchDialog = () =>
  import('./search-dialog.tsx').then((module) => ({ default: module.SearchDialog }))
const SearchDialog = lazy(loadSearchDialog)
const close = () => searchOpen.set(false)

/** The search over the page, opened by its button or its keys. */
export function Search({ currentId }: { currentId: string | null }) {
  const open = useStore(searchOpen)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isSearchKey(event)) return
      event.preventDefault()
      searchOpen.set(true)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  if (!open) return null
  return (
    <LazyDialog onClose={close}>
      <SearchDialog currentId={currentId} onClose={close} />
    </LazyDialog>
  )
}
