import { type CodeSample, findCode, withoutCode } from './find-code.ts'
import { findError } from './find-error.ts'
import { keywordsOf, wordsOf } from './keywords.ts'
import { STOP_WORDS } from './stop-words.ts'

/** What the duck notices in a text. */
export interface Reading {
  keywords: string[]
  wordCount: number
  sentences: string[]
  questions: string[]
  code: CodeSample | null
  /** The line that names an error. */
  error: string | null
  /** Points of a list. */
  items: string[]
  /** Numbers with the unit or word after them. */
  numbers: string[]
  /** Two things set against each other. */
  choice: [string, string] | null
}

/** A longer text is read as far as this; the duck has no more patience. */
const MAX_CHARS = 20_000

export function readText(text: string): Reading {
  const read = text.slice(0, MAX_CHARS).toWellFormed()
  const prose = withoutCode(read)
  const words = wordsOf(prose)
  const sentences = sentencesOf(prose)
  return {
    keywords: keywordsOf(words),
    wordCount: words.length,
    sentences,
    questions: sentences.filter((sentence) => /[?？]["')\]]*$/.test(sentence)),
    code: findCode(read),
    error: findError(read),
    items: itemsOf(prose),
    numbers: numbersOf(prose),
    choice: choiceOf(sentences),
  }
}

function sentencesOf(prose: string): string[] {
  const parts = prose.split(/(?<=[.!?…。！？])(?=\s)|(?<=[。！？])|\n+/)
  return parts.map((part) => part.trim()).filter((part) => /[\p{L}\p{N}]/u.test(part))
}

function itemsOf(prose: string): string[] {
  const items = prose
    .split('\n')
    .map((line) => /^\s*(?:[-*•+]|\d{1,3}[.)])\s+(\S.*)/.exec(line.slice(0, 200))?.[1])
  return items.filter((item) => item !== undefined)
}

const NUMBER =
  /(?<![\p{L}\d.,/:-])(?:[$€£]\s?)?\d{1,12}(?:[.,:]\d{1,9}){0,3}(?:\s?(?:%|‰|°[CF]|€|\p{L}{1,14}))?(?![\p{L}\d/])/gu

function numbersOf(prose: string): string[] {
  const found = [...prose.matchAll(NUMBER)].filter(({ index }) => !startsItem(prose, index))
  return [...new Set(found.map(([number]) => withoutStopWord(number.trim())))]
}

/** `2 is` says no more than `2`. */
function withoutStopWord(number: string): string {
  const [value = '', unit = ''] = number.split(/\s+/)
  return STOP_WORDS.has(unit.toLowerCase()) ? value : number
}

/** The `1.` of a numbered list counts nothing. */
function startsItem(prose: string, at: number): boolean {
  const lineStart = prose.lastIndexOf('\n', at - 1) + 1
  return /^\s*\d{1,3}[.)]\s/.test(prose.slice(lineStart, at + 6)) && prose.slice(lineStart, at).trim() === ''
}

const WEIGHING =
  /\b(should|whether|choose|choosing|decide|better|prefer|between|vs|versus|pick|soll|oder)\b|[?？]/i
const ONE_OR_OTHER =
  /([\p{L}\p{N}][\p{L}\p{N}_.#+-]{0,30})\s+(?:or|vs\.?|versus|oder)\s+(?:an? |the |to |ein |eine )?([\p{L}\p{N}][\p{L}\p{N}_#+-]{0,30})/giu

function choiceOf(sentences: readonly string[]): [string, string] | null {
  for (const sentence of sentences.filter((candidate) => WEIGHING.test(candidate)))
    for (const [, one = '', other = ''] of sentence.matchAll(ONE_OR_OTHER))
      if (keywordsOf([one]).length + keywordsOf([other]).length === 2) return [one, other]
  return null
}
