import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import type { JumpTarget } from './reading/use-jump.ts'

/** So much of the log stays in view above the message. */
const ABOVE_PX = 72
const MARKED_MS = 2_400

/** Brings a message into view once it is there, and marks it for a moment. */
export function useShownTarget(
  target: JumpTarget | null,
  scrollerRef: RefObject<HTMLElement | null>,
  onShown: () => void,
): void {
  const shown = useRef<JumpTarget | null>(null)
  const marked = useRef<Element | null>(null)
  useLayoutEffect(() => {
    const view = scrollerRef.current
    if (!target || shown.current === target || !view) return
    const element = view.querySelector(`[data-message-id="${CSS.escape(target.messageId)}"]`)
    if (!element) return
    shown.current = target
    marked.current?.removeAttribute('data-marked')
    marked.current = element
    view.scrollTop += element.getBoundingClientRect().top - view.getBoundingClientRect().top - ABOVE_PX
    element.setAttribute('data-marked', '')
    onShown()
  })
  useEffect(() => {
    if (!target) return
    const timer = setTimeout(() => marked.current?.removeAttribute('data-marked'), MARKED_MS)
    return () => clearTimeout(timer)
  }, [target])
}
