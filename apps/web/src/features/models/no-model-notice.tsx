import { ChevronDown } from 'lucide-react'

/** Says that no model answers, and how one is connected. */
export function NoModelNotice() {
  return (
    <details className="model-notice">
      <summary>
        <span>
          No model connected. You are talking to the duck
          <span className="max-sm:hidden">, which works offline and asks you back</span>.
        </span>
        <span className="notice-more">
          Connect one
          <ChevronDown size={14} aria-hidden />
        </span>
      </summary>
      <div className="prose pt-3 text-sm">
        <p>Start the server with one of these, and its models appear in the list above.</p>
        <dl>
          <dt>
            <code>OPENAI_API_KEY</code>
          </dt>
          <dd>
            OpenAI. With <code>OPENAI_BASE_URL</code> and <code>OPENAI_MODELS</code> also LM Studio, vLLM,
            OpenRouter and whatever else speaks the same protocol.
          </dd>
          <dt>
            <code>ANTHROPIC_API_KEY</code>
          </dt>
          <dd>Anthropic.</dd>
          <dt>Ollama</dt>
          <dd>Just start Ollama on this machine; it is found by itself.</dd>
        </dl>
      </div>
    </details>
  )
}
