/** Stands in for localStorage, whose keys are its own properties. For tests. */
export function memoryStorage(): Storage {
  const methods = {
    getItem: (key: string): string | null => (Object.hasOwn(items, key) ? (items[key] ?? null) : null),
    setItem: (key: string, value: string): void => void Object.assign(items, { [key]: value }),
    removeItem: (key: string): void => void Reflect.deleteProperty(items, key),
    clear: (): void => Object.keys(items).forEach((key) => void Reflect.deleteProperty(items, key)),
    key: (at: number): string | null => Object.keys(items)[at] ?? null,
    length: 0,
  }
  // Storage takes any key as a property, which no object literal's type says.
  const items = Object.create(methods) as Storage
  return items
}
