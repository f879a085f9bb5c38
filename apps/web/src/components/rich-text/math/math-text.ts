import type { Code, Construct, State, TokenizeContext } from 'micromark-util-types'
import { codes, isBlank, isDigit, isLineEnding, isOfFormula } from './codes.ts'

const LONGEST_GUESS = 200

/**
 * Math in a line: `$…$` by pandoc's rule, `$$…$$`, `\(…\)`, `\[…\]`. With `open`, one that is not closed yet goes to the end; of a
 * single dollar only what looks like a formula by then, since it may be a price.
 */
export function mathText(open: boolean): Construct {
  // Where a closing was looked for in vain: to look again from each mark behind would cost the square of the text.
  const unclosed = new WeakMap<TokenizeContext, Set<string>>()
  return {
    name: 'mathText',
    previous(code) {
      return code !== codes.dollar || this.events.at(-1)?.[1].type === 'characterEscape'
    },
    tokenize(effects, ok, nok) {
      const known = unclosed.get(this) ?? new Set<string>()
      unclosed.set(this, known)
      const seen: { mark: string; last: Code; units: number; isFormula: boolean } = {
        mark: '',
        last: null,
        units: 0,
        isFormula: false,
      }
      return start

      function start(code: Code): State | undefined {
        effects.enter('mathText')
        effects.enter('mathData')
        effects.consume(code)
        return code === codes.dollar ? afterDollar : afterBackslash
      }
      function afterDollar(code: Code): State | undefined {
        if (code !== codes.dollar) return begin('$', code)
        effects.consume(code)
        return (next) => begin('$$', next)
      }
      function afterBackslash(code: Code): State | undefined {
        if (code !== codes.leftParen && code !== codes.leftBracket) return nok(code)
        effects.consume(code)
        return (next) => begin(code === codes.leftParen ? '(' : '[', next)
      }
      function begin(mark: string, code: Code): State | undefined {
        seen.mark = mark
        const isEmpty = code === null || code === codes.dollar
        if (isEmpty || known.has(mark) || (mark === '$' && isBlank(code))) return nok(code)
        return inside(code)
      }
      function inside(code: Code): State | undefined {
        if (code === null || isLineEnding(code)) {
          effects.exit('mathData')
          return between(code)
        }
        if (code === codes.backslash) return take(code, escaped)
        return take(code, code === codes.dollar && mayClose() ? afterClosingDollar : inside)
      }
      function mayClose(): boolean {
        return seen.mark === '$$' || (seen.mark === '$' && !isBlank(seen.last) && seen.last !== codes.dollar)
      }
      function between(code: Code): State | undefined {
        if (code === null) return atEnd(code)
        if (!isLineEnding(code)) {
          effects.enter('mathData')
          return inside(code)
        }
        effects.enter('lineEnding')
        effects.consume(code)
        effects.exit('lineEnding')
        seen.last = code
        return between
      }
      function take(code: Code, next: State): State {
        effects.consume(code)
        seen.units += 1
        seen.isFormula ||= isOfFormula(code)
        // A closing dollar is judged by what stands before it.
        if (next !== afterClosingDollar) seen.last = code
        return next
      }
      function escaped(code: Code): State | undefined {
        const closes =
          (seen.mark === '(' && code === codes.rightParen) ||
          (seen.mark === '[' && code === codes.rightBracket)
        if (closes && seen.units > 1) return take(code, finish)
        return code === null || isLineEnding(code) ? inside(code) : take(code, inside)
      }
      function afterClosingDollar(code: Code): State | undefined {
        if (seen.mark === '$' && !isDigit(code)) return finish(code)
        if (seen.mark === '$$' && code === codes.dollar) return take(code, finish)
        seen.last = codes.dollar
        return inside(code)
      }
      function finish(code: Code): State | undefined {
        effects.exit('mathData')
        effects.exit('mathText')
        return ok(code)
      }
      function atEnd(code: Code): State | undefined {
        if (open && (seen.mark !== '$' || (seen.isFormula && seen.units <= LONGEST_GUESS))) {
          effects.exit('mathText')
          return ok(code)
        }
        known.add(seen.mark)
        return nok(code)
      }
    },
  }
}
