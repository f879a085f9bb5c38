import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import { Toaster } from '../components/toaster.tsx'
import { ServicesContext } from '../lib/services.ts'
import { trpc } from '../lib/trpc.ts'
import { Broken } from './broken.tsx'
import { createTab } from './create-services.ts'
import { Shell } from './shell.tsx'

export function App() {
  const [{ client, queryClient, services }] = useState(createTab)
  return (
    <ErrorBoundary fallback={<Broken />}>
      <trpc.Provider client={client} queryClient={queryClient}>
        <QueryClientProvider client={queryClient}>
          <ServicesContext value={services}>
            <Shell />
            <Toaster />
          </ServicesContext>
        </QueryClientProvider>
      </trpc.Provider>
    </ErrorBoundary>
  )
}
