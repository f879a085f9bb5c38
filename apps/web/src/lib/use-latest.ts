import { type RefObject, useLayoutEffect, useRef } from 'react'

/** A value as the page shows it now, for listeners that outlive a render. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value)
  useLayoutEffect(() => {
    latest.current = value
  })
  return latest
}
