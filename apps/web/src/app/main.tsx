import { must } from '@duck/protocol'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { preloadRichText } from '../components/answer-text.tsx'
import { dropDeadLinesOnReturn } from '../lib/drop-dead-lines.ts'
import { App } from './app.tsx'
import { preloadDialogs } from './load-dialogs.ts'
import { pageAt } from './page-at.ts'
import './styles/app.css'

dropDeadLinesOnReturn()
createRoot(must(document.getElementById('root'), '#root')).render(
  <StrictMode>
    <App page={pageAt(location.pathname)} />
  </StrictMode>,
)

addEventListener(
  'load',
  () => {
    preloadRichText()
    preloadDialogs()
  },
  { once: true },
)
