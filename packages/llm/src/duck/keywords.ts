import { STOP_WORDS } from './stop-words.ts'

const WORDS = new Intl.Segmenter('en', { granularity: 'word' })
const IDEOGRAPHS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** The words as written, in order; scripts without spaces are cut by dictionary. */
export function wordsOf(text: string): string[] {
  return [...WORDS.segment(text)].filter((part) => part.isWordLike).map((part) => part.segment)
}

/** What the text is about: its most telling words as first written, the most telling first. */
export function keywordsOf(words: readonly string[], max = 8): string[] {
  const found = new Map<string, { word: string; score: number }>()
  for (const word of words.filter(isTelling)) {
    const key = word.toLowerCase()
    const known = found.get(key) ?? { word, score: weight(word) }
    found.set(key, { word: known.word, score: known.score + 1.5 })
  }
  const ranked = [...found.values()].sort((one, other) => other.score - one.score)
  return ranked.slice(0, max).map(({ word }) => word)
}

function isTelling(word: string): boolean {
  if (STOP_WORDS.has(word.toLowerCase().replace('’', "'")) || /^[\d.,:]+$/.test(word)) return false
  return word.length >= 3 || /^\p{Lu}{2}$/u.test(word) || (IDEOGRAPHS.test(word) && word.length >= 2)
}

function weight(word: string): number {
  return Math.min(word.length, 12) / 4 + (/\p{Lu}/u.test(word) ? 0.5 : 0)
}
