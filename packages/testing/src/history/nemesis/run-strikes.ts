import type { Recorder } from '../run/recorder.ts'
import type { StrikeName } from './names.ts'
import { type Scene, STRIKE } from './strikes.ts'

/** Lets each strike of the plan happen when the run has come so far; gives how often each did. */
export async function runStrikes(scene: Scene, recorder: Recorder): Promise<Map<StrikeName, number>> {
  const happened = new Map<StrikeName, number>()
  const strikes = scene.plan.strikes.map(async ({ name, atAcked }, place) => {
    if (!(await recorder.reached(atAcked))) return
    try {
      await STRIKE[name](scene, scene.plan.random.fork(`strike ${place}`))
      happened.set(name, (happened.get(name) ?? 0) + 1)
    } catch {
      // Another strike was faster, and took what this one needed: it does not count.
    }
  })
  await Promise.all(strikes)
  return happened
}
