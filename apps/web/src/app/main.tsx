import { must } from '@duck/protocol'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { preloadRichText } from '../components/answer-text.tsx'
import { drafts } from '../lib/drafts.ts'
import { ensureGuest } from '../lib/ensure-guest.ts'
import { App } from './app.tsx'
import './styles/app.css'

void ensureGuest().finally(() => {
  createRoot(must(document.getElementById('root'), '#root')).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
})

addEventListener('pagehide', () => drafts.flushAll())
addEventListener('load', preloadRichText, { once: true })
