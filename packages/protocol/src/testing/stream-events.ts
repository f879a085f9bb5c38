import fc from 'fast-check'
import { ERROR_CLASSES } from '../stream.ts'
import type { FailureClass } from '../stream-ending.ts'
import type { StreamEvent } from '../stream-state.ts'

/** Everything that can happen to a stream, each about as often. */
export function streamEvents(): fc.Arbitrary<StreamEvent> {
  return fc.oneof(
    fc.nat(1_000).map((at): StreamEvent => ({ type: 'opened', at: new Date(at).toISOString() })),
    fc
      .constantFrom('completed', 'truncated')
      .map((finishReason): StreamEvent => ({ type: 'finished', finishReason })),
    fc
      .constantFrom(...ERROR_CLASSES.filter(isFailure))
      .map((errorClass): StreamEvent => ({ type: 'failed', errorClass })),
    fc.constantFrom('stop-asked', 'server-stopped', 'server-died').map((type): StreamEvent => ({ type })),
  )
}

function isFailure(errorClass: (typeof ERROR_CLASSES)[number]): errorClass is FailureClass {
  return errorClass !== 'server-stopped' && errorClass !== 'server-died'
}
