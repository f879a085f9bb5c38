import type { ChatTurn } from '../port.ts'
import { ABOUT_ME, asksAboutDuck, HOW_TO_CONNECT, WHO_I_AM } from './identity.ts'
import { createPick } from './pick.ts'
import { readText } from './reading.ts'
import type { Scene, Shape } from './scene.ts'
import { choiceShape } from './shapes/choice.ts'
import { codeShape } from './shapes/code.ts'
import { earlierShape } from './shapes/earlier.ts'
import { errorShape } from './shapes/error.ts'
import { listShape } from './shapes/list.ts'
import { longShape } from './shapes/long.ts'
import { manners } from './shapes/manners.ts'
import { numbersShape } from './shapes/numbers.ts'
import { questionShape } from './shapes/question.ts'
import { shortShape } from './shapes/short.ts'
import { topicShape } from './shapes/topic.ts'

/** The most particular first: what fits leads, and one of the others may follow. */
const LEADS: readonly Shape[] = [manners, errorShape, codeShape, listShape, choiceShape, longShape]
const TALK: readonly [Shape, ...Shape[]] = [questionShape, numbersShape, topicShape]
const FOLLOW: readonly Shape[] = [questionShape, numbersShape, earlierShape, topicShape]

/** The duck's answer to the last user turn, in markdown: the same turns, the same answer. */
export function composeAnswer(turns: readonly ChatTurn[]): string {
  const asked = turns.findLast((turn) => turn.role === 'user')?.content ?? ''
  const isFirst = !turns.some((turn) => turn.role === 'assistant')
  const scene = setScene(turns, asked)
  if (asksAboutDuck(asked.slice(0, 2_000))) return `${ABOUT_ME}\n\nAnd you, what are you working on?`
  const body = paragraphs(scene)
  return (isFirst ? [WHO_I_AM, ...body, HOW_TO_CONNECT] : body).join('\n\n')
}

function setScene(turns: readonly ChatTurn[], asked: string): Scene {
  const said = turns.filter((turn) => turn.role === 'user').map((turn) => turn.content)
  return {
    text: asked,
    now: readText(asked),
    earlier: said.slice(-5, -1).map(readText),
    pick: createPick(`${turns.length}\n${asked}`),
  }
}

/** One shape, and a second where the first leaves something in the text unasked. */
function paragraphs(scene: Scene): string[] {
  const lead = LEADS.map((shape) => ({ shape, text: shape(scene) })).find(({ text }) => text !== null)
  const main = lead ?? pickTalk(scene)
  const others = FOLLOW.filter((shape) => shape !== main.shape && main.shape !== manners)
  const second = others.map((shape) => shape(scene)).filter((text) => text !== null)
  const follows = main.shape !== shortShape && scene.pick([true, true, false], 'follow')
  const [first] = second
  const chosen = first === undefined || !follows ? [] : [scene.pick([first, ...second.slice(1)], 'second')]
  return [main.text ?? '', ...chosen]
}

function pickTalk(scene: Scene): { shape: Shape; text: string | null } {
  const fitting = TALK.map((shape) => ({ shape, text: shape(scene) })).filter(({ text }) => text !== null)
  const [first] = fitting
  return first
    ? scene.pick([first, ...fitting.slice(1)], 'talk')
    : { shape: shortShape, text: shortShape(scene) }
}
