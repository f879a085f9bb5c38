import { createHash } from 'node:crypto'

/** A file of drizzle/, by its name within its folder. */
export interface SqlText {
  name: string
  text: string
}

/** What is wrong with the migrations of a folder and the list of their SHA-256 sums, which is as `sha256sum` prints it. */
export function landedFaults(migrations: readonly SqlText[], list: string, folder = 'migrations'): string[] {
  const listed = list.split('\n').slice(0, -1)
  const here = migrations.map(({ name }) => name)
  return [
    ...(list.endsWith('\n') ? [] : ['The last line of landed.sha256 has no end.']),
    ...listed.filter((line) => !/^[0-9a-f]{64} {2}\S+$/.test(line)).map((line) => `This is no sum: ${line}`),
    ...migrations.flatMap((migration) => sumFault(migration, listed, folder)),
    ...listed
      .map(nameOf)
      .flatMap((name) => (here.includes(name) ? [] : [`${name} has landed, and is gone.`])),
    ...here.flatMap(numberFault),
    ...(listed.map(nameOf).join() === here.join() ? [] : ['landed.sha256 is not in the order of the names.']),
  ]
}

function nameOf(line: string): string {
  return line.slice(line.lastIndexOf(' ') + 1)
}

function sumFault({ name, text }: SqlText, listed: readonly string[], folder: string): string[] {
  const sum = createHash('sha256').update(text).digest('hex')
  if (listed.includes(`${sum}  ${name}`)) return []
  if (listed.some((line) => nameOf(line) === name))
    return [
      `${name} has landed and is never edited. Undo the change and add a migration with the next number.`,
    ]
  return [`${name} is not listed. In drizzle/${folder}: sha256sum ${name} >> landed.sha256`]
}

function numberFault(name: string, index: number): string[] {
  const number = String(index + 1).padStart(4, '0')
  if (name.startsWith(`${number}_`) && /^\d{4}_[a-z0-9_]+\.sql$/.test(name)) return []
  return [`${name} should be ${number}_what_it_does.sql: the numbers have no gap and no repeat.`]
}
