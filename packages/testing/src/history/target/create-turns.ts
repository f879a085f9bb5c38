/** Runs acts on one place one after the other, whatever became of those before; other places do not wait. */
export function createTurns(): (place: number, act: () => Promise<void>) => Promise<void> {
  const last = new Map<number, Promise<void>>()
  return (place, act) => {
    const turn = (last.get(place) ?? Promise.resolve()).then(act)
    last.set(
      place,
      turn.catch(() => {}),
    )
    return turn
  }
}
