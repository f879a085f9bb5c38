import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type RunningCommand, runCommand } from './run-command.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

export interface Clone extends Disposable {
  folder: string
  /** `npx -y pnpm@12 <script>`, in a process group of its own, until it printed what `ready` matches. */
  run(script: string, ready: RegExp): Promise<RunningCommand>
  /** Replaces text in one of the files; throws when it is not there. */
  edit(file: string, from: string, to: string): void
  /** Writes one of the files once more as it is. */
  save(file: string): void
}

/** A copy of the sources with no node_modules, as a fresh clone is. */
export function createClone(): Clone {
  const folder = mkdtempSync(path.join(tmpdir(), 'duck-clone-'))
  for (const file of sources()) cpSync(path.join(ROOT, file), path.join(folder, file))
  return {
    folder,
    run: (script, ready) => runCommand(['npx', '-y', 'pnpm@12', script], folder, ready),
    edit(file, from, to) {
      const target = path.join(folder, file)
      const text = readFileSync(target, 'utf8')
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
      writeFileSync(target, text.replace(from, to))
    },
    save(file) {
      const target = path.join(folder, file)
      writeFileSync(target, readFileSync(target))
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What is committed or would be; a file that was just deleted is not there to copy. */
function sources(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  return listed.split('\n').filter((file) => file !== '' && existsSync(path.join(ROOT, file)))
}
