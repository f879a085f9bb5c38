/** The command was told to end, and did so where it could. The message is a sentence that says what became of it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}
