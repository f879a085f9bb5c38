import { type HelperProcess, startHelper } from './helper-process.ts'

/** The paced model server. */
export interface Model extends AsyncDisposable {
  /** For OPENAI_BASE_URL. */
  url: string
}

export async function startModel(): Promise<Model> {
  const helper: HelperProcess<never, string> = await startHelper(new URL('./model-main.ts', import.meta.url))
  return { url: helper.greeting, [Symbol.asyncDispose]: () => helper[Symbol.asyncDispose]() }
}
