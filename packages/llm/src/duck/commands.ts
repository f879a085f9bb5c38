/** `/slow` or `/fail` as the first word of the user's text. */
export function commandOf(text: string): 'slow' | 'fail' | null {
  const word = /^\s*\/(slow|fail)(?=\s|$)/i.exec(text)?.[1]?.toLowerCase()
  return word === 'slow' || word === 'fail' ? word : null
}

export const SLOW_ANSWER_MS = 20_000

export const FAILING_TEXT =
  'Quack. I am only the rubber duck, no model, and you asked me to fail: this answer breaks off in the middle of a'

export const SLOW_TEXT = `You asked for a slow answer, so here is a walk around the pond. I am the rubber duck, no model, and I have about twenty seconds. Reload the page, open a second tab or close them all: the walk goes on without you, and every tab shows the same steps.

1. **The reeds.** Somebody wrote a message here. It has a place in the line now, and the place is never given to another.
2. **The jetty.** A second duck shouts at the same moment. Both are heard, one after the other, and neither is lost.
3. **The bridge.** The connection breaks on the third plank. When it is back, you see the planks you missed, each of them once.
4. **The willow.** A good place to press *Stop*. What has been said until then stays, marked as stopped, and *Ask again* begins anew.
5. **The mud.** Slow going. This is what a small model on an old machine feels like.
6. **The far bank.** From here the whole pond looks like a list that only ever grows at its end.
7. **The nest.** Nothing is stored twice in it, however often you look.
8. **The shore again.** The walk is over, and all of it became one message.

Did every step reach you in order, and exactly once?`
