import { request } from 'node:http'
import type { AppRouter } from '@duck/api'
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import { TEST_HEADERS } from '../../database/test-user.ts'

/** A client whose every call has a connection of its own, so that a proxy gives each to the next server. */
export function callAnew(url: string): TRPCClient<AppRouter> {
  const fetch = (input: string | URL | Request, init: Init = {}) => fetchAnew(new Request(input).url, init)
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, headers: TEST_HEADERS, fetch })],
  })
}

interface Init {
  method?: string | undefined
  headers?: unknown
  body?: unknown
  signal?: AbortSignal | null | undefined
}

function fetchAnew(url: string, { method = 'GET', headers, body, signal }: Init): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method, headers: headersOf(headers), agent: false, ...(signal ? { signal } : {}) },
      (response) => {
        response.toArray().then((chunks: Uint8Array[]) => {
          resolve(new Response(Buffer.concat(chunks), { status: response.statusCode ?? 500 }))
        }, reject)
      },
    )
    sent.on('error', reject)
    sent.end(typeof body === 'string' ? body : undefined)
  })
}

function headersOf(headers: unknown): Record<string, string> {
  if (typeof headers !== 'object' || headers === null) return {}
  const pairs = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
  return Object.fromEntries(pairs)
}
