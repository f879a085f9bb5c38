import type { ExpectedMessage } from './old-chat.ts'

/** A message as a recording has it, and when it was said. */
export interface Said {
  role: 'user' | 'assistant'
  content: string
  /** ISO, whole seconds. */
  at: string
}

/** What an old app may have written for a message, and what that has to become: said here anew, not asked of the product. */
export interface OddForm {
  name: string
  write: (said: Said) => { element: unknown; expected: ExpectedMessage }
}

const kept = ({ role, content, at }: Said): ExpectedMessage => ({ role, content, createdAt: at })
const seconds = (at: string) => Date.parse(at) / 1000

function form(
  name: string,
  element: (said: Said) => unknown,
  becomes: Partial<ExpectedMessage> = {},
): OddForm {
  return { name, write: (said) => ({ element: element(said), expected: { ...kept(said), ...becomes } }) }
}

/** The form every message has that is not odd. */
export const USUAL = form('usual', ({ role, content, at }) => ({ role, content, timestamp: at }))

export const ODD_FORMS: readonly [OddForm, ...OddForm[]] = [
  form('with an id', (said) => ({
    id: `m-${said.at}`,
    role: said.role,
    content: said.content,
    timestamp: said.at,
  })),
  form('with a number as id', ({ role, content, at }) => ({ id: seconds(at), role, content, createdAt: at })),
  form('time in seconds', ({ role, content, at }) => ({ role, content, timestamp: seconds(at) })),
  form('time in milliseconds', ({ role, content, at }) => ({ role, content, time: seconds(at) * 1000 })),
  form('time without a zone', ({ role, content, at }) => ({ role, content, created_at: at.slice(0, 19) })),
  form('role human or ai', ({ role, content, at }) => ({
    role: role === 'user' ? 'human' : 'ai',
    content,
    timestamp: at,
  })),
  form('role tool', ({ content, at }) => ({ role: 'tool', name: 'search', content, timestamp: at }), {
    role: 'assistant',
  }),
  form('role function', ({ content, at }) => ({ role: 'function', content, timestamp: at }), {
    role: 'assistant',
  }),
  form('no role', ({ content, at }) => ({ content, timestamp: at }), { role: 'assistant' }),
  form('content null', ({ role, at }) => ({ role, content: null, timestamp: at }), { content: '' }),
  form('no content', ({ role, at }) => ({ role, timestamp: at, tool_calls: [{ id: 'c1' }] }), {
    content: '',
  }),
  form('content of parts', ({ role, content, at }) => ({
    role,
    content: [{ type: 'text', text: content }],
    timestamp: at,
  })),
  form('content an object with text', ({ role, content, at }) => ({
    role,
    content: { text: content, lang: 'en' },
    timestamp: at,
  })),
  form('content another object', ({ role, at }) => ({ role, content: { code: 7 }, timestamp: at }), {
    content: '{"code": 7}',
  }),
  form('content a number', ({ role, at }) => ({ role, content: 42, timestamp: at }), { content: '42' }),
  form('more fields', ({ role, content, at }) => ({
    role,
    content,
    timestamp: at,
    model: 'old/model-1',
    liked: true,
    nested: { deep: [1, null] },
  })),
]

/** What stands in the place of an array and becomes no message. */
export const NO_ARRAYS: readonly [unknown, ...unknown[]] = [
  null,
  {},
  'text',
  7,
  true,
  { role: 'user', content: 'lost' },
]
