/** As long after a key nothing that another tab typed comes into the field. */
const QUIET_MS = 2_000
/** And nothing that was typed there less than this ago, while a person is at this tab: they may be about to type. */
const SETTLED_MS = 1_000

interface Slot {
  text: string
  /** When it was typed, in milliseconds of `Date.now()`. */
  at: number
}

export interface DraftSlotsOptions {
  /** Whether a person is at this tab. */
  isAttended: () => boolean
  /** The field may show something else by itself; with whether the tab's own slot is to be written. */
  changed: (ownToo: boolean) => void
}

/**
 * One session's draft, as typed in several tabs. What was typed in this tab stays in its field, unless another tab has written
 * on from it. An empty field shows the newest of what others typed; who edits that takes it over. What is sent or cleared in
 * one tab is so in all that show it unchanged.
 */
export class DraftSlots {
  readonly #own: string
  readonly #given: DraftSlotsOptions
  readonly #slots = new Map<string, Slot>()
  /** The slot whose text the field shows. */
  #shown: string
  #quietAt = Number.NEGATIVE_INFINITY
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(own: string, given: DraftSlotsOptions) {
    this.#own = own
    this.#given = given
    this.#shown = own
  }

  get text(): string {
    return this.#slots.get(this.#shown)?.text ?? ''
  }

  /** The field shows what was typed in another tab. */
  get isOthers(): boolean {
    return this.#shown !== this.#own
  }

  all(): string[] {
    return [...new Set([...this.#slots.values()].map(({ text }) => text))]
  }

  /** The person changed the field. The slots that are to be written, in that order. */
  type(text: string): string[] {
    const before = this.text
    const taken = [...this.#slots].filter(
      ([slot, other]) =>
        slot !== this.#own && (slot === this.#shown || (text === '' && other.text === before)),
    )
    this.#shown = this.#own
    this.#put(this.#own, { text, at: Date.now() })
    for (const [slot] of taken) this.#slots.delete(slot)
    this.#rest()
    return [this.#own, ...taken.map(([slot]) => slot)]
  }

  /** Another tab has written to a slot. True when this tab's own is to be written: its text stays, or is given up. */
  hear(slot: string, value: string | null): boolean {
    const heard = parsed(value)
    if (slot === this.#own && this.#keeps(heard)) return true
    this.#put(slot, heard)
    return this.#look()
  }

  /** What storage holds of a slot. */
  read(slot: string, value: string | null): void {
    if (slot !== this.#own || !this.#slots.has(slot)) this.#put(slot, parsed(value))
    this.#look(Number.POSITIVE_INFINITY)
  }

  /** A person has come to this tab or left it. */
  look(): void {
    this.#given.changed(this.#look())
  }

  /** What storage has to hold of a slot. */
  stored(slot: string): string | null {
    const held = this.#slots.get(slot)
    return held ? JSON.stringify(held) : null
  }

  close(): void {
    clearTimeout(this.#timer)
  }

  /** Whether this tab's text stays though another tab has written to its slot or emptied it. */
  #keeps(heard: Slot | null): boolean {
    const mine = this.#slots.get(this.#own)
    if (!mine || heard?.text === mine.text) return false
    if (!this.#isQuiet()) return true
    // A duplicate of this tab, which has the same slot: the last key counts.
    if (heard) return false
    // Who edits it writes first and empties then; nobody has, when it was sent or cleared.
    const newer = [...this.#slots].filter(([slot, { at }]) => slot !== this.#own && at >= mine.at)
    return newer.length > 0 && !newer.some(([, { text }]) => text.startsWith(mine.text))
  }

  /** Chooses what the field shows. True when its own text is given up for one that goes on from it. */
  #look(until = this.#given.isAttended() ? Date.now() - SETTLED_MS : Number.POSITIVE_INFINITY): boolean {
    if (!this.#slots.has(this.#shown)) this.#shown = this.#own
    if (!this.#isQuiet()) return false
    const own = this.#slots.get(this.#own)?.text ?? ''
    const others = [...this.#slots].filter(([slot, { text }]) => slot !== this.#own && text.startsWith(own))
    const [newest] = others.toSorted(([, a], [, b]) => b.at - a.at)
    if (!newest || newest[1].text === own || newest[0] === this.#shown) return false
    // One of the future was written before the clock was set back.
    if (newest[1].at > until && newest[1].at <= Date.now()) {
      this.#lookIn(SETTLED_MS)
      return false
    }
    this.#shown = newest[0]
    return this.#slots.delete(this.#own)
  }

  /** Nothing comes into the field by itself for a while. */
  #rest(): void {
    this.#quietAt = performance.now() + QUIET_MS
    this.#lookIn(QUIET_MS)
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.look(), ms)
  }

  #isQuiet(): boolean {
    return performance.now() >= this.#quietAt
  }

  #put(slot: string, value: Slot | null): void {
    if (value && value.text !== '') this.#slots.set(slot, value)
    else this.#slots.delete(slot)
  }
}

function parsed(value: string | null): Slot | null {
  if (value === null) return null
  try {
    const slot: unknown = JSON.parse(value)
    if (typeof slot === 'object' && slot !== null && 'text' in slot && 'at' in slot)
      if (typeof slot.text === 'string' && typeof slot.at === 'number')
        return { text: slot.text, at: slot.at }
  } catch {
    // Of an older version of the page, which kept the bare text.
  }
  return { text: value, at: 0 }
}
