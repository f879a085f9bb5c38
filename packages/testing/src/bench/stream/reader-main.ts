import { Delays } from '../live/delays.ts'
import { STAMP_UNITS, stampAge, stampNow } from '../live/stamp.ts'
import type { RawReport, RawRequest } from './raw-readers.ts'

// A process that reads answers from the model server itself, with nothing in between.
process.on('message', (request: RawRequest) => {
  readAll(request).then(
    (report) => process.send?.(report),
    (error) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit())
process.send?.({ units: 0, delays: [] } satisfies RawReport)

async function readAll({ url, prompt, answers }: RawRequest): Promise<RawReport> {
  const delays = new Delays()
  const units = await Promise.all(Array.from({ length: answers }, () => readOne(url, prompt, delays)))
  return { units: units.reduce((sum, each) => sum + each, 0), delays: delays.take() }
}

async function readOne(url: string, prompt: string, delays: Delays): Promise<number> {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'paced', stream: true, messages: [{ role: 'user', content: prompt }] }),
  })
  let units = 0
  for await (const chunk of response.body ?? []) {
    const now = stampNow()
    // Each event is written at once, and is far smaller than what a network cuts apart.
    for (const [, text = ''] of Buffer.from(chunk)
      .toString()
      .matchAll(/"content":"([^"]*)"/g)) {
      if (text.length !== STAMP_UNITS) continue
      delays.add(stampAge(text, 0, now))
      units += text.length
    }
  }
  return units
}
