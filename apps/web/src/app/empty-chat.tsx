import { SwimmingDuck } from '../components/swimming-duck.tsx'

const EXAMPLES = [
  { title: 'Explain', prompt: 'Explain how a database keeps a promise when the power fails.' },
  { title: 'Plan', prompt: 'Plan a quiet weekend by the water for two people and a dog.' },
  { title: 'Write', prompt: 'Write a short, kind note that turns down a meeting.' },
  { title: 'Untangle', prompt: 'Be my rubber duck: ask me questions until I find my bug.' },
]

/** A chat without messages: a greeting and a few ways to begin. */
export function EmptyChat({ onPick }: { onPick: (prompt: string) => void }) {
  return (
    <div className="empty-page min-h-0 flex-1 overflow-y-auto">
      <SwimmingDuck className="w-32 sm:w-44" />
      <h2 className="font-serif text-[1.7rem] leading-tight text-balance sm:text-4xl">
        What are you paddling after?
      </h2>
      <p className="max-w-[46ch] text-balance text-muted">
        Ask anything. Every message is kept the moment it is sent, and every answer goes on without you.
      </p>
      <ul className="mt-4 grid w-full max-w-[42rem] gap-2 sm:grid-cols-2 sm:gap-2.5">
        {EXAMPLES.map(({ title, prompt }) => (
          <li key={title}>
            <button type="button" className="example" onClick={() => onPick(prompt)}>
              <b>{title}</b>
              {prompt}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
