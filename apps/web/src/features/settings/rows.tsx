import type { ReactNode } from 'react'

interface RowsProps {
  query: { isPending: boolean; isError: boolean; refetch: () => unknown }
  /** Said of an empty list. */
  none: string
  children: ReactNode[] | undefined
}

/** A list from the server, or what keeps it from being shown. */
export function Rows({ query, none, children }: RowsProps) {
  if (children && children.length > 0) return <ul className="rows">{children}</ul>
  if (query.isError)
    return (
      <p className="text-sm text-muted">
        It could not be loaded.{' '}
        <button type="button" className="text-button" onClick={() => void query.refetch()}>
          Try again
        </button>
      </p>
    )
  return <p className="text-sm text-muted">{query.isPending ? 'Loading…' : none}</p>
}
