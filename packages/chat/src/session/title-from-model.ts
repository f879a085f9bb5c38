import { isStorable } from '@duck/protocol'
import { titleFromText } from './title-from-text.ts'

/** What some models put before a title, and around it. */
const LEAD = /^(title|titel|titre|título)\s*[:：]\s*/i
/** What some models think aloud before they reply. */
const THOUGHT = /^\s*<think>[\s\S]*?(<\/think>|$)/i
const AROUND = /^[\s"'“”„«»`*_#]+|[\s"'“”„«»`*_]+$/g

/** A title made of what a model replied, or null when that is none: nothing, or an essay. */
export function titleFromModel(reply: string): string | null {
  const [line = ''] = reply
    .replace(THOUGHT, '')
    .trim()
    .split(/[\r\n]/, 1)
  const bare = line
    .replace(AROUND, '')
    .replace(LEAD, '')
    .replace(AROUND, '')
    .replace(/[.。]$/, '')
  if (bare.length > 200 || !isStorable(bare)) return null
  return titleFromText(bare)
}
