// A page of one conversation. Serve it from where The Duck is, so that its cookie says who one is.
import { createDuckClient, type DuckSession, type SessionView } from '@duck/client'
import { type FormEvent, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'

const client = createDuckClient()

/** The session as it is, and again whenever it changes. */
function useSession(session: DuckSession): SessionView | null {
  const [view, setView] = useState<SessionView | null>(null)
  useEffect(() => {
    const leaving = new AbortController()
    const follow = async () => {
      for await (const next of session.watch({ last: 100, signal: leaving.signal })) setView(next)
    }
    follow().catch((error) => console.error(error))
    return () => leaving.abort()
  }, [session])
  return view
}

function Conversation({ session }: { session: DuckSession }) {
  const view = useSession(session)
  const [text, setText] = useState('')
  const send = (event: FormEvent) => {
    event.preventDefault()
    setText('')
    // What was not sent comes back into the field.
    session.send(text).sent.catch(() => setText(text))
  }
  if (!view) return <p>One moment…</p>
  return (
    <main>
      <ol>
        {view.line.map(({ id, role, content }) => (
          <li key={id} className={role}>
            {content}
          </li>
        ))}
        {view.answers.map(({ streamId, text }) => (
          <li key={streamId} className="assistant">
            {text}…
          </li>
        ))}
      </ol>
      <form onSubmit={send}>
        <input value={text} onChange={({ target }) => setText(target.value)} aria-label="Message" />
        <button type="submit" disabled={text.trim() === ''}>
          Send
        </button>
      </form>
      {view.connected ? null : <p>Reconnecting…</p>}
    </main>
  )
}

const { id } = await client.rpc.session.create.mutate({ title: 'From a page' })
const root = createRoot(document.body.appendChild(document.createElement('div')))
root.render(<Conversation session={client.session(id)} />)
