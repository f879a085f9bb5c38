import { lazy, Suspense } from 'react'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { Broken } from './broken.tsx'
import type { Page } from './page-at.ts'
import { TabView } from './tab-view.tsx'

const LinkPage = lazy(() =>
  import('../features/doors/link-page.tsx').then((module) => ({ default: module.LinkPage })),
)
const ResetPage = lazy(() =>
  import('../features/doors/reset-page.tsx').then((module) => ({ default: module.ResetPage })),
)

export function App({ page }: { page: Page }) {
  return (
    <ErrorBoundary fallback={<Broken />}>
      <Suspense>
        {page.kind === 'chats' && <TabView tabs={page.tabs} toSignIn={page.toSignIn} />}
        {page.kind === 'link' && <LinkPage token={page.token} />}
        {page.kind === 'reset' && <ResetPage token={page.token} />}
      </Suspense>
    </ErrorBoundary>
  )
}
