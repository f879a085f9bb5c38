/** The line of a process's output that names its last error, else its last line. */
export function errorLine(output: string): string {
  const lines = output.trimEnd().split('\n')
  return lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? ''
}
