import { startApp } from './app/index.ts'
import { launchChromium, ChatPage } from './chromium/index.ts'
import { mkdtempSync } from 'node:fs'
const N = Number(process.argv[2] ?? 24)
const dir = mkdtempSync('/tmp/duck-look-')
const app = await startApp({ env: { DUCK_DATA_DIR: dir } } as any)
const b = await launchChromium()
const tabs = await b.openTabs(N)
const pages = tabs.map((t) => new ChatPage(t.page, app.url))
for (const [n, t] of tabs.entries()) t.page.on('console', (m) => console.log(n, m.text()))
const one = await pages[0]!.open()
await one.say('hello')
await new Promise((r) => setTimeout(r, 3000))
for (const p of pages.slice(1)) await p.open(one.sessionId())
const at = Date.now()
void Promise.all(pages.map(async (p, n) => { await p.say(`tab ${n} says`) })).then(() => console.log('said', Date.now() - at))
for (let k = 0; k < 90; k++) {
  await new Promise((r) => setTimeout(r, 1000))
  const rows = await one.rows()
  const out = await one.page.evaluate((sid) => { const q = (globalThis as any).qc.getQueryCache().getAll().find((q: any) => JSON.stringify(q.queryKey).includes('"message","list"') && q.queryKey[1].input.sessionId === sid && !q.queryKey[1].input.before); const d = q?.state.data; return d ? [q.state.fetchStatus, d.messageCount, d.headId, d.messages.map((m: any) => m.messageIndex + (d.headId === m.id ? 'H' : '')).join(' '), d.messages.map((m: any) => d.messages.findIndex((o: any) => o.id === m.parentId)).join(' ')] : null }, one.sessionId())
  console.log(Date.now() - at, 'rows', rows.length, 'saved users', rows.filter((r) => r.state === 'saved' && r.role === 'user').length, JSON.stringify(out))
  if (rows.length === 2 + 2 * N && rows.every((r) => r.state === 'saved')) break
}
for (const t of tabs) if (t.errors.length) console.log(t.errors)
await b.close(); await app.kill()
