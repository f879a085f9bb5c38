import type { Code, Construct, State, TokenizeContext } from 'micromark-util-types'
import { codes, isBlank, isLineEnding } from './codes.ts'

const nextLine: Construct = {
  partial: true,
  tokenize(effects, ok, nok) {
    return (code) => {
      effects.enter('lineEnding')
      effects.consume(code)
      effects.exit('lineEnding')
      return (next) => (this.parser.lazy[this.now().line] ? nok(next) : ok(next))
    }
  },
}

/**
 * Math as a block: from a line that begins with `$$` or `\[` to one that ends with its closing, whatever stands between.
 * With `open`, one that is not closed yet goes to the end.
 */
export function mathFlow(open: boolean): Construct {
  const unclosed = new WeakMap<TokenizeContext, Set<Code>>()
  return {
    name: 'mathFlow',
    concrete: true,
    tokenize(effects, ok, nok) {
      const known = unclosed.get(this) ?? new Set<Code>()
      unclosed.set(this, known)
      const isInterrupt = this.interrupt === true
      let mark: Code = null
      let isEmpty = true
      return start

      function start(code: Code): State | undefined {
        mark = code
        effects.enter('mathFlow')
        effects.enter('mathData')
        effects.consume(code)
        return second
      }
      function second(code: Code): State | undefined {
        if (known.has(mark) || code !== (mark === codes.dollar ? codes.dollar : codes.leftBracket))
          return nok(code)
        effects.consume(code)
        return mark === codes.dollar ? third : inside
      }
      function third(code: Code): State | undefined {
        return code === codes.dollar ? nok(code) : inside(code)
      }
      function inside(code: Code): State | undefined {
        if (code === null || isLineEnding(code)) {
          effects.exit('mathData')
          return atLineEnd(code)
        }
        effects.consume(code)
        if (code === codes.backslash) return escaped
        if (code === codes.dollar && mark === codes.dollar) return afterDollar
        isEmpty &&= isBlank(code)
        return inside
      }
      function atLineEnd(code: Code): State | undefined {
        if (isInterrupt) return ok(code)
        if (code !== null) return effects.attempt(nextLine, lineStart, nok)(code)
        if (open) return done(code)
        known.add(mark)
        return nok(code)
      }
      function lineStart(code: Code): State | undefined {
        if (code === null || isLineEnding(code)) return atLineEnd(code)
        effects.enter('mathData')
        return inside(code)
      }
      function escaped(code: Code): State | undefined {
        if (code === null || isLineEnding(code)) return inside(code)
        effects.consume(code)
        if (mark === codes.backslash && code === codes.rightBracket && !isEmpty) return afterClosing
        isEmpty = false
        return inside
      }
      function afterDollar(code: Code): State | undefined {
        if (code !== codes.dollar || isEmpty) {
          isEmpty = false
          return inside(code)
        }
        effects.consume(code)
        return afterClosing
      }
      function afterClosing(code: Code): State | undefined {
        if (code === null || isLineEnding(code)) {
          effects.exit('mathData')
          return done(code)
        }
        if (!isBlank(code)) return nok(code)
        effects.consume(code)
        return afterClosing
      }
      function done(code: Code): State | undefined {
        effects.exit('mathFlow')
        return ok(code)
      }
    },
  }
}
