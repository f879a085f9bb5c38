/** A line for a shell, and what the page says becomes of it. */
export interface Command {
  text: string
  /** Null where nothing is said. */
  expected: { status: number; reply: unknown } | null
}

/** The commands of the indented blocks of a page, each with the comment below it: `# 201 {"a part of":"the reply"}`. */
export function readCommands(markdown: string): Command[] {
  const commands: Command[] = []
  let open = ''
  for (const line of markdown.split('\n')) {
    if (!line.startsWith('    ')) continue
    const text = line.slice(4)
    const told = /^# (\d{3}) ?(.*)$/.exec(text)
    const last = commands.at(-1)
    if (told && last) last.expected = expectation(told)
    else open = endOf(open + text, commands)
  }
  return commands
}

function expectation([, status, reply = '']: readonly string[]): Command['expected'] {
  return { status: Number(status), reply: reply === '' ? undefined : (JSON.parse(reply) as unknown) }
}

/** Takes a command that is whole; gives what still waits for its next line. */
function endOf(text: string, commands: Command[]): string {
  const quotes = text.split("'").length - 1
  if (text.endsWith('\\') || quotes % 2 === 1) return `${text}\n`
  commands.push({ text, expected: null })
  return ''
}
