import { endsOnHighSurrogate } from '@duck/protocol'

/** Holds back the first half of a surrogate pair until its other half comes, as some servers split them. */
export class WholeCharacters {
  #held = ''

  /** The text that can be shown now; '' when there is none. */
  push(text: string): string {
    const all = this.#held + text
    this.#held = endsOnHighSurrogate(all) ? all.slice(-1) : ''
    return this.#held ? all.slice(0, -1) : all
  }

  /** What is still held back at the end. */
  rest(): string {
    return this.#held
  }
}
