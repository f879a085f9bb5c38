/**
 * SQL that Postgres wrote, the way we write it: in lower case but for what is in quotes. Safe, because Postgres
 * puts every name with a capital letter into quotes and doubles a quote within them.
 */
export function lowerKeywords(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[^'"]+/g, (part) =>
    /^['"]/.test(part) ? part : part.toLowerCase().replaceAll('timestamp with time zone', 'timestamptz'),
  )
}
