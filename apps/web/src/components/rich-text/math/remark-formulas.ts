import type { Extension } from 'micromark-util-types'
import { readFormula } from './formula-source.ts'
import { mathFlow } from './math-flow.ts'
import { mathText } from './math-text.ts'

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    mathText: 'mathText'
    mathFlow: 'mathFlow'
    mathData: 'mathData'
  }
}

interface Host {
  data(): object
}

/** What of mdast-util-from-markdown's compiler is used here. */
interface Compiler {
  config: { enter: Record<string, Handle>; exit: Record<string, Handle> }
  enter(node: object, token: unknown): void
  exit(token: unknown): void
  buffer(): void
  resume(): string
  stack: { data?: object }[]
}
type Handle = (this: Compiler, token: unknown) => void

/** Teaches remark the formulas of an answer: each becomes a `span` with its source in `dataFormula`. */
export function remarkFormulas(this: Host): void {
  extend(this, false)
}

/** The same while a text grows: a formula that is not closed yet is one already. */
export function remarkOpenFormulas(this: Host): void {
  extend(this, true)
}

function extend(host: Host, open: boolean): void {
  add(host.data(), 'micromarkExtensions', syntax(open))
  add(host.data(), 'fromMarkdownExtensions', TREE)
}

/** Adds to a list of the processor's settings; its own types are not those of the packages that read it. */
function add(settings: object, name: string, extension: object): void {
  const before: unknown = Reflect.get(settings, name)
  Reflect.set(settings, name, [...(Array.isArray(before) ? before : []), extension])
}

function syntax(open: boolean): Extension {
  const [text, flow] = [mathText(open), mathFlow(open)]
  return { text: { 36: text, 92: text }, flow: { 36: flow, 92: flow } }
}

const begin: Handle = function (token) {
  this.enter({ type: 'formula', data: {} }, token)
  this.buffer()
}
const end: Handle = function (token) {
  const { source, display, closed } = readFormula(this.resume())
  const node = this.stack.at(-1)
  if (node)
    node.data = {
      hName: 'span',
      hProperties: { dataFormula: source, dataDisplay: display, dataOpen: !closed },
    }
  this.exit(token)
}
const TREE = {
  enter: {
    mathText: begin,
    mathFlow: begin,
    mathData(this: Compiler, token: unknown) {
      this.config.enter.data?.call(this, token)
    },
  },
  exit: {
    mathText: end,
    mathFlow: end,
    mathData(this: Compiler, token: unknown) {
      this.config.exit.data?.call(this, token)
    },
  },
}
