import { useEffect, useRef, useState } from 'react'

/**
 * Follows a value that is worth a word only once there has been one for `afterMs`; shown, it stays for `leastMs`. Null
 * says nothing.
 */
export function useUnhurried<Value>(value: Value | null, afterMs: number, leastMs: number): Value | null {
  const [isShown, setShown] = useState(false)
  const [last, setLast] = useState(value)
  if (value !== null && value !== last) setLast(value)
  const since = useRef(0)
  const isThere = value !== null
  useEffect(() => {
    if (isThere === isShown) return
    const rest = isThere ? afterMs : since.current + leastMs - performance.now()
    const timer = setTimeout(() => {
      since.current = performance.now()
      setShown(isThere)
    }, rest)
    return () => clearTimeout(timer)
  }, [isThere, isShown, afterMs, leastMs])
  return isShown ? last : null
}
