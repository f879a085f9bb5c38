import type { AccountChannel } from './account-channel.ts'
import type { AccountState } from './account-state.ts'
import { AuthError, type authApi } from './auth-api.ts'
import { becoming } from './becoming.ts'
import { type FindOptions, findOrMakePerson, makeGuest } from './find-person.ts'
import { wipeKept } from './kept.ts'
import { oneRun } from './one-run.ts'
import { wipeOutbox } from './outbox/outbox-store.ts'
import { keepLastPerson, lastPerson, type Person } from './person.ts'
import { createStore, type Store } from './store.ts'
import { whenIn } from './when-in.ts'

const SERVER_FAULT = 500
/** Longer than a call to sign in takes. */
const CALL_MS = 30_000

export interface AccountOptions extends FindOptions {
  api: Pick<typeof authApi, 'person' | 'asGuest' | 'signOut'>
  channel: AccountChannel
  /** Waits before the next try, `attempt` being the number of tries made. */
  pause: (error: unknown, attempt: number) => Promise<void>
}

/** Who this browser is signed in as: one for the page, whoever comes and goes. */
export class Account {
  readonly state: Store<AccountState>
  readonly #given: AccountOptions
  #someoneCame = Promise.withResolvers<void>()
  /** While the server is asked to let go of the user, and whether it was found meanwhile that it has. */
  #isLeaving = false
  #isLost = false
  /** Asks who is signed in, until it is known. In `local` mode a browser of nobody's becomes a guest's. */
  readonly confirm: () => Promise<void>

  constructor(given: AccountOptions) {
    this.#given = given
    const last = lastPerson()
    const person = last === 'left' ? null : last
    this.state = createStore<AccountState>({ phase: 'starting', person, trouble: null })
    this.confirm = oneRun(() => this.#confirm())
    given.channel.onTold((userId) => this.#told(userId))
  }

  whenIn(caller: Store<string | null>, impatient?: boolean): Promise<void> {
    return whenIn(this.state, caller, impatient)
  }

  /** Asks once who is signed in; without an answer nothing changes. */
  async look(): Promise<void> {
    if (this.#isInTheMiddle()) return
    const person = await this.#given.api.person().catch(() => undefined)
    if (person) this.#enter(person)
    if (person === null && this.state.get().phase !== 'starting') this.#lose()
  }

  /** Calls the server to sign somebody in, and takes over who that is. Throws what the call throws. */
  async become(call: () => Promise<unknown>): Promise<void> {
    const state = this.state.get()
    const guest = state.phase === 'in' && state.person.isGuest ? state.person : null
    if (guest) becoming.begin(guest.id, CALL_MS)
    else becoming.end()
    try {
      await call()
    } catch (error) {
      if (error instanceof AuthError && error.status < SERVER_FAULT) becoming.end()
      // It may have been done all the same.
      becoming.arrive()
      void this.#confirmAnew()
      throw error
    }
    becoming.arrive()
    await this.#confirmAnew()
  }

  /** A new guest in the place of whoever was here before. */
  async becomeGuest(): Promise<void> {
    becoming.end()
    this.#enter(await makeGuest(this.#given))
  }

  /** Signs out. Throws, and nothing is changed, when the server does not answer. */
  signOut(keep: boolean): Promise<void> {
    return this.leave(this.#given.api.signOut, keep)
  }

  /**
   * Calls the server to let go of the user, for now or for good; they are gone then, here and in the browser's other tabs, and
   * with them everything of theirs, or, with `keep`, everything but what was not sent. Throws what the call throws.
   */
  async leave(call: () => Promise<unknown>, keep: boolean): Promise<void> {
    const { person } = this.state.get()
    this.#isLeaving = true
    try {
      await call()
    } catch (error) {
      if (this.#isLost) void this.#confirmAnew()
      throw error
    } finally {
      this.#isLeaving = false
      this.#isLost = false
    }
    this.#left(person?.id ?? null, keep)
  }

  #left(userId: string | null, keep: boolean): void {
    becoming.end()
    keepLastPerson('left')
    // The page puts aside what it still had to send.
    this.state.set({ phase: 'out', person: null })
    if (!keep) {
      wipeKept(userId)
      void wipeOutbox(userId)
    }
    this.#given.channel.tell(null)
  }

  /** A run that is under way may have asked before. */
  async #confirmAnew(): Promise<void> {
    await this.confirm()
    await this.confirm()
  }

  async #confirm(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        while (this.#isInTheMiddle()) await this.#given.pause(null, 1)
        const isStart = this.state.get().phase === 'starting'
        const person = isStart
          ? await Promise.race([findOrMakePerson(this.#given), this.#whoCame()])
          : await this.#given.api.person()
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

  /** The guest becomes somebody else just now, here or in the tab beside. */
  #isInTheMiddle(): boolean {
    const { phase, person } = this.state.get()
    return phase !== 'starting' && person !== null && becoming.isInTheMiddle(person.id)
  }

  /** Whom another tab of a fresh browser has signed in; this one needs no turn of its own then. Never resolves without one. */
  async #whoCame(): Promise<Person> {
    for (;;) {
      this.#someoneCame = Promise.withResolvers()
      await this.#someoneCame.promise
      const person = await this.#given.api.person()
      if (person) return person
    }
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
    // Told by another way that the sign-in is gone, before the call that ends it is answered.
    if (this.#isLeaving) {
      this.#isLost = true
      return
    }
    this.state.set({ phase: 'out', person: lastPerson() === 'left' ? null : state.person })
  }

  #told(userId: string | null): void {
    const state = this.state.get()
    if (userId !== null) this.#someoneCame.resolve()
    const left = userId === null && state.phase !== 'starting' && lastPerson() === 'left'
    if (left) this.state.set({ phase: 'out', person: null })
    else if (state.phase !== 'in' || state.person.id !== userId) void this.#confirmAnew()
  }
}
