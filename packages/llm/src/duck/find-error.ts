const PATTERNS = [
  /\b[A-Z]\w*(?:Error|Exception|Warning)\b/,
  /\b(?:Traceback|panic:|Segmentation fault|core dumped|Unhandled\w*|SIG(?:SEGV|KILL|ABRT|TERM))/,
  /\bE(?:CONN|ADDR|NO|PERM|ACC|TIMED|PIPE|EXIST|HOST)[A-Z]{2,}\b/,
  /^\s*(?:error|fatal|ERROR|FATAL|Error|npm ERR!)\b[:\s[(]/,
  /\b(?:exit(?:ed with)? (?:code|status)|HTTP|status code) ?[1-9]\d{0,2}\b/,
  /\bSQLSTATE\b|\berror (?:TS|CS|LNK|C|E)\d+/,
]

/** The first line of the text that names an error, from that name on. */
export function findError(text: string): string | null {
  const lines = text.split('\n').map((line) => line.slice(0, 300).trim())
  for (const pattern of PATTERNS) {
    const line = lines.find((candidate) => pattern.test(candidate))
    if (line) return line.slice(line.search(pattern))
  }
  return null
}
