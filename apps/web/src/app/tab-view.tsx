import { QueryClientProvider } from '@tanstack/react-query'
import { Fragment, lazy, Suspense } from 'react'
import { Toaster } from '../components/toaster.tsx'
import { ServicesContext } from '../lib/services.ts'
import { type Store, useStore } from '../lib/store.ts'
import { trpc } from '../lib/trpc.ts'
import type { Tab } from './create-tab.ts'
import { Greeting } from './greeting.tsx'
import { loadSignedOut } from './load-dialogs.ts'
import { Shell } from './shell.tsx'

const SignedOut = lazy(loadSignedOut)

interface TabViewProps {
  tabs: Store<Tab>
  /** Who comes here comes to sign in. */
  toSignIn: boolean
}

/** The page of whoever is signed in; another user's is another page, of which nothing is the same. */
export function TabView({ tabs, toSignIn }: TabViewProps) {
  const { id, client, queryClient, services } = useStore(tabs)
  const isOut = useStore(services.account.state).phase === 'out'
  return (
    <Fragment key={id}>
      <trpc.Provider client={client} queryClient={queryClient}>
        <QueryClientProvider client={queryClient}>
          <ServicesContext value={services}>
            <Shell />
            <Suspense>{isOut && <SignedOut />}</Suspense>
            {toSignIn && <Greeting />}
            <Toaster />
          </ServicesContext>
        </QueryClientProvider>
      </trpc.Provider>
    </Fragment>
  )
}
