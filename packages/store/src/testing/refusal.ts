import { DuckError, type ErrorCode, type ErrorFacts } from '@duck/protocol'

/** How a call was refused, as a caller sees it; a call that succeeds, or fails otherwise, fails the test. */
export async function refusal(
  call: Promise<unknown>,
): Promise<ErrorFacts & { code: ErrorCode; message: string }> {
  try {
    await call
  } catch (error) {
    if (error instanceof DuckError) return { code: error.code, message: error.message, ...error.facts }
    throw error
  }
  throw new Error('the call was not refused')
}
