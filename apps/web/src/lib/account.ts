import type { SignInOptions } from '@duck/protocol'
import type { AccountChannel } from './account-channel.ts'
import { type AccountState, mayMakeGuest } from './account-state.ts'
import type { authApi } from './auth-api.ts'
import { becoming } from './becoming.ts'
import { hasKept, wipeKept } from './kept.ts'
import { oneRun } from './one-run.ts'
import { keepLastPerson, lastPerson, type Person } from './person.ts'
import { createStore, type Store } from './store.ts'

export interface AccountOptions {
  api: Pick<typeof authApi, 'person' | 'asGuest' | 'signOut'>
  /** What the server offers to those who are not signed in. */
  options: () => Promise<SignInOptions>
  channel: AccountChannel
  exclusive: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>
  /** Waits before the next try, `attempt` being the number of tries made. */
  pause: (error: unknown, attempt: number) => Promise<void>
}

/** Said to a call that does not wait for the sign-in. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
  readonly data = { code: 'UNAUTHORIZED' }
}

/** Who this browser is signed in as: one for the page, whoever comes and goes. */
export class Account {
  readonly state: Store<AccountState>
  readonly #given: AccountOptions
  /** Asks who is signed in, until it is known. In `local` mode a browser of nobody's becomes a guest's. */
  readonly confirm: () => Promise<void>

  constructor(given: AccountOptions) {
    this.#given = given
    const last = lastPerson()
    this.state = createStore<AccountState>({
      phase: 'starting',
      person: last === 'left' ? null : last,
      trouble: null,
    })
    this.confirm = oneRun(() => this.#confirm())
    given.channel.onTold((userId) => this.#told(userId))
  }

  /** Resolves as soon as the owner is signed in; never for one whose place another took. */
  whenIn(owner: Store<string | null>): Promise<void> {
    const isIn = () => {
      const state = this.state.get()
      return state.phase === 'in' && owner.get() === state.person.id
    }
    return new Promise((resolve) => {
      if (isIn()) return resolve()
      const look = () => {
        if (!isIn()) return
        for (const stop of stops) stop()
        resolve()
      }
      const stops = [this.state.subscribe(look), owner.subscribe(look)]
    })
  }

  /** Asks once who is signed in; without an answer nothing changes. */
  async look(): Promise<void> {
    const person = await this.#given.api.person().catch(() => undefined)
    if (person) this.#enter(person)
    if (person === null && this.state.get().phase !== 'starting') this.#lose()
  }

  /** Calls the server to sign somebody in, and takes over who that is. Throws what the call throws. */
  async become(call: () => Promise<unknown>): Promise<void> {
    const state = this.state.get()
    const guest = state.phase === 'in' && state.person.isGuest ? state.person : null
    if (guest) becoming.begin(guest.id)
    else becoming.end()
    try {
      await call()
    } catch (error) {
      becoming.end()
      throw error
    }
    await this.#confirmAnew()
  }

  /** A new guest in the place of whoever was here before. */
  async becomeGuest(): Promise<void> {
    becoming.end()
    this.#enter(await this.#given.exclusive('duck.guest', () => this.#personOrGuest()))
  }

  /**
   * Signs out, here and in the browser's other tabs, and takes everything of the user's out of it, or, with `keep`, everything
   * but what was not sent. Throws, and nothing is changed, when the server does not answer.
   */
  async signOut(keep: boolean): Promise<void> {
    const state = this.state.get()
    await this.#given.api.signOut()
    this.left(state.person?.id ?? null, keep)
  }

  /** The user is gone from this browser, or for good. */
  left(userId: string | null, keep: boolean): void {
    becoming.end()
    keepLastPerson('left')
    if (!keep) wipeKept(userId)
    this.state.set({ phase: 'out', person: null })
    this.#given.channel.tell(null)
    if (!keep) wipeKept(userId)
  }

  /** A run that is under way may have asked before. */
  async #confirmAnew(): Promise<void> {
    await this.confirm()
    await this.confirm()
  }

  async #confirm(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const person = await this.#find()
        if (person) this.#enter(person)
        else this.#lose()
        return
      } catch (error) {
        const state = this.state.get()
        if (state.phase === 'starting') this.state.set({ ...state, trouble: error })
        await this.#given.pause(error, attempt)
      }
    }
  }

  async #find(): Promise<Person | null> {
    const person = await this.#given.api.person()
    const state = this.state.get()
    if (person || state.phase !== 'starting') return person
    const before = lastPerson()
    const textLeft = before !== null && before !== 'left' && hasKept(before.id)
    if (!mayMakeGuest(await this.#given.options(), before, textLeft)) return null
    return this.#given.exclusive('duck.guest', () => this.#personOrGuest())
  }

  /** Another tab may have been first. */
  async #personOrGuest(): Promise<Person> {
    const { api } = this.#given
    const there = await api.person()
    if (there) return there
    await api.asGuest()
    const made = await api.person()
    if (!made) throw new Error('The browser does not keep the sign-in: it may forbid cookies.')
    return made
  }

  #enter(person: Person): void {
    const state = this.state.get()
    const last = lastPerson()
    const news = state.phase === 'out' || last === null || last === 'left' || last.id !== person.id
    keepLastPerson(person)
    becoming.done(person.id)
    if (state.phase === 'in' && state.person.id === person.id) return
    this.state.set({ phase: 'in', person })
    if (news) this.#given.channel.tell(person.id)
  }

  #lose(): void {
    const state = this.state.get()
    if (state.phase === 'out') return
    this.state.set({ phase: 'out', person: lastPerson() === 'left' ? null : state.person })
  }

  #told(userId: string | null): void {
    const state = this.state.get()
    const left = userId === null && state.phase !== 'starting' && lastPerson() === 'left'
    if (left) this.state.set({ phase: 'out', person: null })
    else if (state.phase !== 'in' || state.person.id !== userId) void this.#confirmAnew()
  }
}
