import { DuckError } from '@duck/protocol'
import type { Context } from '../context.ts'

/** @throws FORBIDDEN unless the caller runs the place. */
export function requireOperator({ actor }: Context): void {
  if (!actor.isOperator) throw new DuckError('FORBIDDEN', 'This is for operators.', { reason: 'operators' })
}
