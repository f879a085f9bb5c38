import type { MessageSend } from '@duck/protocol/schemas'
import { getMessage } from '@duck/store'
import type { Context } from '../context.ts'
import { chooseModel } from '../model/choose.ts'

/** The model that will answer, and room among the waiting answers until it is disposed of. */
export interface Permit extends Disposable {
  model: string
}

/**
 * What a send needs beforehand. A message that is there already is answered as before, even when its model has gone
 * since or too many answers wait.
 *
 * @throws as `chooseModel` and `Answers.reserve`.
 */
export async function permitAnswer(ctx: Context, input: MessageSend): Promise<Permit> {
  using stack = new DisposableStack()
  try {
    stack.use(ctx.answers.reserve(ctx.actor.userId))
    const model = await chooseModel(ctx, input)
    const kept = stack.move()
    return { model, [Symbol.dispose]: () => kept.dispose() }
  } catch (error) {
    if (!(await wasSent(ctx, input.id))) throw error
    return { model: input.model ?? 'duck/duck', [Symbol.dispose]() {} }
  }
}

async function wasSent(ctx: Context, messageId: string): Promise<boolean> {
  return getMessage(ctx.db, ctx.actor.userId, messageId).then(
    () => true,
    () => false,
  )
}
