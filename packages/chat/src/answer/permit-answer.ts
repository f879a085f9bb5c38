import type { Context } from '../context.ts'
import { type Choice, chooseModel } from '../model/choose.ts'

/** The model that will answer, and room among the waiting answers until it is disposed of. */
export interface Permit extends Disposable {
  model: string
}

/**
 * What asking for an answer needs beforehand. What was asked for already is answered as before, even when its model
 * has gone since, too many answers wait or the server is stopping; `wasAsked` tells, and is called only then.
 *
 * @throws as `chooseModel` and `Answers.reserve`.
 */
export async function permitAnswer(
  ctx: Context,
  choice: Choice,
  wasAsked: () => Promise<unknown>,
): Promise<Permit> {
  using stack = new DisposableStack()
  try {
    stack.use(ctx.answers.reserve(ctx.actor.userId))
    const model = await chooseModel(ctx, choice)
    const kept = stack.move()
    return { model, [Symbol.dispose]: () => kept.dispose() }
  } catch (refusal) {
    await wasAsked().catch(() => {
      throw refusal
    })
    return { model: choice.model ?? 'duck/duck', [Symbol.dispose]() {} }
  }
}
