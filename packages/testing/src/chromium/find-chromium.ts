import { accessSync, constants } from 'node:fs'
import path from 'node:path'

const WHOLE = ['chromium', 'chromium-browser', 'google-chrome']
const SHELL = ['chromium-headless-shell']

/** The path of a Chromium: what env CHROMIUM names, else one of /usr/bin, else one on PATH; undefined without. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env.CHROMIUM ? named(env.CHROMIUM) : find(WHOLE, env)
}

/**
 * The path of a Chromium without windows, where every tab draws as if it were in front, and at three quarters of the cost; where
 * there is none, a whole one.
 */
export function findChromiumShell(env: NodeJS.ProcessEnv = process.env): string | undefined {
  return env.CHROMIUM ? named(env.CHROMIUM) : (find(SHELL, env) ?? find(WHOLE, env))
}

function named(file: string): string | undefined {
  return isProgram(file) ? file : undefined
}

function find(names: readonly string[], { PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  const folders = ['/usr/bin', ...PATH.split(path.delimiter).filter(Boolean)]
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
