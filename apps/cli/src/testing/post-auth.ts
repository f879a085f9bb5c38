import { must } from '@duck/protocol'

export interface Posted {
  status: number
  code: string | undefined
  /** By it the calls are those of who was signed in. */
  headers: { authorization: string }
}

/** Posts to `/api/auth/…` of the server at `url`. */
export async function postAuth(url: string, path: string, body: object): Promise<Posted> {
  const response = await fetch(`${url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { token = response.headers.get('set-auth-token'), code } = (await response.json()) as {
    token?: string | null
    code?: string
  }
  return { status: response.status, code, headers: { authorization: `Bearer ${token}` } }
}

/** The token of a one-time link that was printed, once it leads to `page`. */
export function tokenOf(link: string, page: string): string {
  const token = new RegExp(`^${page}#([\\w-]{32})\\n$`).exec(link)?.[1]
  return must(token, `the token in ${JSON.stringify(link)}`)
}
