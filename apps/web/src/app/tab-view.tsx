import { QueryClientProvider } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Toaster } from '../components/toaster.tsx'
import { SignedOut } from '../features/account/signed-out.tsx'
import { ServicesContext } from '../lib/services.ts'
import { type Store, useStore } from '../lib/store.ts'
import { trpc } from '../lib/trpc.ts'
import type { Tab } from './create-tab.ts'
import { Shell } from './shell.tsx'

/** The page of whoever is signed in; another user's is another page, of which nothing is the same. */
export function TabView({ tabs }: { tabs: Store<Tab> }) {
  const { id, client, queryClient, services } = useStore(tabs)
  return (
    <Fragment key={id}>
      <trpc.Provider client={client} queryClient={queryClient}>
        <QueryClientProvider client={queryClient}>
          <ServicesContext value={services}>
            <Shell />
            <SignedOut />
            <Toaster />
          </ServicesContext>
        </QueryClientProvider>
      </trpc.Provider>
    </Fragment>
  )
}
