import { memo, type ReactNode, useMemo } from 'react'
import { useLazyPart } from '../lazy-part.ts'
import { useSpareTime } from '../use-spare-time.ts'
import { mathPart } from './math-part.ts'

interface FormulaProps {
  source: string
  display: boolean
  /** Still being written: the end of its source stands in one line, so that nothing shrinks when it is drawn. */
  open: boolean
}

/** A formula. Its source stands for it until KaTeX is there, and where it is wrong. */
export const Formula = memo(function Formula({ source, display, open }: FormulaProps) {
  const typeset = useLazyPart(mathPart)
  const draw = useMemo(
    () => (typeset && !open ? () => ({ it: typeset(source, display) }) : null),
    [typeset, open, source, display],
  )
  const drawn = useSpareTime(draw)
  // One that waits for its turn only is drawn in a moment.
  const state = open || (typeset && !drawn) ? 'open' : drawn ? 'wrong' : 'waiting'
  return (
    <Frame display={display}>
      {drawn?.it ?? (
        <code className="formula-source" data-state={state} title={TITLES[state]}>
          {state === 'open' ? endOf(source) : source}
        </code>
      )}
    </Frame>
  )
})
const TITLES = { open: undefined, waiting: undefined, wrong: 'This formula cannot be drawn' }

function Frame({ display, children }: { display: boolean; children: ReactNode }) {
  if (!display) return <span className="formula">{children}</span>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <span className="formula formula-display" tabIndex={0}>
      {children}
    </span>
  )
}

const SHOWN = 28

function endOf(source: string): string {
  const line = source.replaceAll(/\s+/g, ' ')
  return line.length <= SHOWN ? line : `…${line.slice(-SHOWN)}`
}
