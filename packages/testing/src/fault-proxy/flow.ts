/** A valve that all connections of a proxy share; open at first. */
export interface Flow {
  /** Resolves at once while it is open, else when it is opened. */
  passable: () => Promise<void>
  hold: () => void
  release: () => void
}

export function createFlow(): Flow {
  let held: PromiseWithResolvers<void> | undefined
  return {
    passable: () => held?.promise ?? Promise.resolve(),
    hold: () => {
      held ??= Promise.withResolvers<void>()
    },
    release: () => {
      held?.resolve()
      held = undefined
    },
  }
}
