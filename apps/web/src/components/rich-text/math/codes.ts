import type { Code } from 'micromark-util-types'

/** Characters that math begins or ends with, and those a formula has and prose has not. */
export const codes = {
  dollar: 36,
  leftParen: 40,
  rightParen: 41,
  leftBracket: 91,
  backslash: 92,
  rightBracket: 93,
  caret: 94,
  underscore: 95,
  leftBrace: 123,
} as const

/** A line ending; micromark's own codes of it are negative. */
export function isLineEnding(code: Code): boolean {
  return code !== null && code < -2
}

export function isBlank(code: Code): boolean {
  return code !== null && (code < 0 || code === 32)
}

export function isDigit(code: Code): boolean {
  return code !== null && code >= 48 && code <= 57
}

export function isOfFormula(code: Code): boolean {
  return (
    code === codes.backslash || code === codes.caret || code === codes.underscore || code === codes.leftBrace
  )
}
