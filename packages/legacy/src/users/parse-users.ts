import type { KnownUser } from './known-user.ts'

const HEADER = 'user_id'
const FEWEST = 2
const MOST = 3

/**
 * Reads users from CSV: `user_id,email` or `user_id,email,name` a line, with or without a line that names the columns;
 * a field may be quoted.
 *
 * @throws Error a sentence that names the line.
 */
export function parseUsers(csv: string): KnownUser[] {
  const users = new Map<string, KnownUser>()
  for (const { line, fields } of linesOf(csv.replace(/^\uFEFF/, ''))) {
    const user = userOf(line, fields)
    if (line === 1 && user.userId.toLowerCase() === HEADER) continue
    const other = users.get(user.userId)
    if (other && other.email?.toLowerCase() !== user.email?.toLowerCase())
      throw new Error(`Line ${line} gives a user another e-mail address than a line before it.`)
    users.set(user.userId, user)
  }
  return [...users.values()]
}

function userOf(line: number, fields: readonly string[]): KnownUser {
  const [userId = '', email = '', name = ''] = fields.map((field) => field.trim())
  if (fields.length < FEWEST || fields.length > MOST || userId === '')
    throw new Error(`Line ${line} is to be user_id,email or user_id,email,name.`)
  return { userId, email: email || null, name: name || null }
}

interface Line {
  /** From 1 on, where it begins. */
  line: number
  fields: string[]
}

// A quoted field, with doubled quotes in it, or a bare one; then what ends it.
const FIELD = /(?:[ \t]*"((?:[^"]|"")*)"[ \t]*|([^",\r\n]*))(,|\r\n|\n|\r|$)/y

/** Its lines that are not blank. */
function linesOf(csv: string): Line[] {
  const lines: Line[] = []
  let [line, at] = [1, 0]
  while (at < csv.length) {
    const { fields, end } = fieldsFrom(csv, at, line)
    if (fields.length > 1 || fields[0]?.trim()) lines.push({ line, fields })
    line += csv.slice(at, end).match(/\r\n|\n|\r/g)?.length ?? 0
    at = end
  }
  return lines
}

function fieldsFrom(csv: string, at: number, line: number): { fields: string[]; end: number } {
  const fields: string[] = []
  for (FIELD.lastIndex = at; ; ) {
    const found = FIELD.exec(csv)
    if (!found) throw new Error(`Line ${line} has a quote in the wrong place.`)
    const [, quoted, bare = '', stop] = found
    fields.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (stop !== ',') return { fields, end: FIELD.lastIndex }
  }
}
