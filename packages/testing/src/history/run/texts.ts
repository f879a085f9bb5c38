import type { Random } from '../../random/random.ts'
import { withToken } from '../content-token.ts'

/** Texts that careless code alters: nothing in them may change on the way to a row and back. */
const ODD = [
  '',
  ' ',
  'two\r\nlines\n',
  '\ttab and spaces at the end   ',
  '\ufeffa mark at the start',
  'e\u0301 is not é',
  '👩‍👩‍👧‍👦 🏳️‍🌈 𝒳',
  '\u202eright to left\u202c',
  'a\u2028b\u2029c\u0085d',
  `'; drop table messages; --`,
  '\\x00 \\u0000 %_$1 {"a":1}',
  '\u0001\u001f\u007f',
] as const

/** A text that begins with the token; mostly short, sometimes odd, now and then long. */
export function textWith(token: string, random: Random): string {
  if (random.chance(0.2)) return withToken(token, random.pick(ODD))
  const words = random.chance(0.03) ? random.between(200, 1_500) : random.between(1, 20)
  return withToken(
    token,
    Array.from({ length: words }, () => random.pick(['quack', 'duck', 'pond'])).join(' '),
  )
}
