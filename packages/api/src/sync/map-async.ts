/** Each value made into another, with one promise more for each, which is what a generator would cost several of. */
export function mapAsync<From, To>(
  values: AsyncIterable<From>,
  map: (value: From) => To,
): AsyncIterableIterator<To> {
  const iterator = values[Symbol.asyncIterator]()
  const mapped = ({ value, done }: IteratorResult<From, unknown>): IteratorResult<To> =>
    done ? { value: undefined, done } : { value: map(value), done: false }
  return {
    next: async () => mapped(await iterator.next()),
    return: async () => {
      await iterator.return?.()
      return { value: undefined, done: true }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
