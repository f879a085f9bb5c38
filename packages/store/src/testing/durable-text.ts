import type { Db } from '../db.ts'
import { readCheckpoints } from '../stream/read-checkpoints.ts'

/** The durable text of a stream of the user `local`; '' when it is over, or there is none. */
export async function durableText(db: Db, streamId: string): Promise<string> {
  const read = await readCheckpoints(db, [{ userId: 'local', streamId, fromUnit: 0 }])
  return read.get(streamId)?.text ?? ''
}
