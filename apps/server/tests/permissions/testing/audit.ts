import { expect } from 'vitest'
import type { TestApp } from '../../testing/use-app.ts'
import { digestOf } from './digest.ts'
import type { Outcome } from './outcome.ts'
import { settled } from './settled.ts'

/** Watches calls: what is refused must change nothing, and no answer may hold what is the other's. */
export class Audit {
  readonly #server: TestApp
  readonly #canaries: readonly string[]
  #digest: string | null = null

  constructor(server: TestApp, canaries: readonly string[]) {
    this.#server = server
    this.#canaries = canaries
  }

  /** What the call comes to. */
  async watch(name: string, call: () => Promise<Outcome>): Promise<Outcome> {
    const before = this.#digest ?? (await this.#now())
    const outcome = await call()
    for (const canary of this.#canaries) expect(outcome.text, name).not.toContain(canary)
    // What is performed may change something, then and a moment later.
    this.#digest = outcome.code === 'ok' ? null : await digestOf(this.#server.sql)
    if (this.#digest !== null) expect(this.#digest, `${name}: ${outcome.code}`).toBe(before)
    return outcome
  }

  /** Something else happens that changes the data. */
  forget(): void {
    this.#digest = null
  }

  async #now(): Promise<string> {
    await settled(this.#server.sql)
    return digestOf(this.#server.sql)
  }
}
