export interface CodeSample {
  /** As named after the fence, or null. */
  language: string | null
  /** Lines that are not blank. */
  lines: string[]
  /** Names that are called or defined, as written. */
  names: string[]
}

const FENCE = /^[ \t]*(?:```|~~~)[ \t]*([\w+#.-]*)[^\n]*\n([\s\S]*?)(?:^[ \t]*(?:```|~~~)|(?![\s\S]))/gm
const LOOKS_LIKE_CODE =
  /[;{}]\s*$|=>|^\s*(?:def|func|fn|function|class|import|from|const|let|var|return|SELECT|INSERT|#include)\b.*[\w)"';:]$/
const NO_NAMES = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'function',
  'and',
  'not',
  'in',
  'print',
])

/** The first fenced block, else lines of the text that look like code (two at least), else inline code. */
export function findCode(text: string): CodeSample | null {
  const [fence] = text.matchAll(FENCE)
  if (fence) return sample(fence[1] || null, fence[2] ?? '')
  const bare = text.split('\n').filter((line) => LOOKS_LIKE_CODE.test(line.slice(0, 300)))
  if (bare.length >= 2) return sample(null, bare.join('\n'))
  const inline = /`([^`\n]{2,200})`/.exec(text)?.[1]
  return inline === undefined ? null : sample(null, inline)
}

/** The text without its fenced blocks: what was said around the code. */
export function withoutCode(text: string): string {
  return text.replaceAll(FENCE, '\n')
}

function sample(language: string | null, code: string): CodeSample | null {
  const lines = code.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) return null
  const called = [...code.matchAll(/\b([A-Za-z_$][\w$]{1,40})\s*\(/g)].map((found) => found[1] ?? '')
  const names = [...new Set(called)].filter((name) => !NO_NAMES.has(name))
  return { language, lines, names }
}
