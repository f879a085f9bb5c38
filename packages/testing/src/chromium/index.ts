export { ChatPage, type ShownRow } from './chat-page.ts'
export { findChromium } from './find-chromium.ts'
export { type Chromium, launchChromium, type Tab } from './launch-chromium.ts'
export { collectErrors } from './page-errors.ts'
