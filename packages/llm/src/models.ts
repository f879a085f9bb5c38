import type { Model } from '@duck/protocol'
import { type Clock, realClock } from './clock.ts'
import { createDuck, DUCK_MODEL } from './duck/duck.ts'
import { ModelFailure } from './failure.ts'
import type { ModelSettings, Models, Provider } from './port.ts'
import { createAnthropicProvider } from './providers/anthropic.ts'
import { createOllama } from './providers/ollama.ts'
import { createOpenAi } from './providers/openai.ts'

/** Whom an id of no provider belongs to: the failure comes where all come, when the answer is read. */
const NOBODY: Pick<Provider, 'answer'> = {
  answer: () => ({
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        throw new ModelFailure('model-unreachable', new Error('no provider has that model'))
      },
    }),
  }),
}

/** The catalog over the providers that the settings name, and the offline duck. */
export function createModels(settings: ModelSettings, clock: Clock = realClock): Models {
  const real = realProviders(settings, clock)
  const providers = new Map([...real, createDuck(clock)].map((provider) => [provider.id, provider]))
  const ownerOf = (id: string) => providers.get(id.slice(0, Math.max(0, id.indexOf('/'))))
  return {
    list: () => listAll([...providers.values()]),
    async find(id) {
      const models = (await ownerOf(id)?.list()) ?? []
      return models.find((model) => model.id === id) ?? null
    },
    async defaultModel() {
      const [first] = await listAll(real)
      return first ?? DUCK_MODEL
    },
    answer(request) {
      return (ownerOf(request.model) ?? NOBODY).answer(request)
    },
  }
}

async function listAll(providers: readonly Provider[]): Promise<Model[]> {
  return (await Promise.all(providers.map((provider) => provider.list()))).flat()
}

function realProviders({ openai, anthropic, ollama }: ModelSettings, clock: Clock): Provider[] {
  const providers: Provider[] = []
  if (openai?.apiKey || openai?.baseUrl) providers.push(createOpenAi(openai, clock))
  if (anthropic) providers.push(createAnthropicProvider(anthropic, clock))
  if (ollama) providers.push(createOllama(ollama, clock))
  return providers
}
