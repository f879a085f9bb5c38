import type { openApiDocument } from '@duck/api'
import type { TestApp } from '../testing/use-app.ts'

/** The OpenAPI document as the server gives it. */
export async function fetchDocument({ app }: TestApp): Promise<ReturnType<typeof openApiDocument>> {
  const answer = await fetch(`${app.url}/api/openapi.json`)
  return (await answer.json()) as ReturnType<typeof openApiDocument>
}
