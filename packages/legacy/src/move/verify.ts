import type { Legacy } from '../legacy.ts'
import { asMover } from './as-mover.ts'
import type { MoveOptions } from './move-options.ts'
import { refuseUnadopted } from './refuse-unadopted.ts'

export interface Difference {
  sessionId: string
  detail: string
}

export interface Verified {
  /** Sessions that were proved. */
  proved: number
  elements: number
  rows: number
  /** Over the digests of all proved sessions, in their order: the same for the same data. */
  digest: string
  differences: Difference[]
  /** Values kept in quarantine, which are no rows. */
  quarantined: number
  interrupted: boolean
}

const SESSIONS = 100

/**
 * Proves of every session that what its array holds is in its rows: every element by a digest of both sides.
 *
 * @throws Error a sentence, where nothing was adopted.
 */
export async function verify({ sql }: Legacy, { onProgress, signal }: MoveOptions = {}): Promise<Verified> {
  await refuseUnadopted(sql)
  const [counts] = await asMover(
    sql,
    (tx) => tx<{ total: number; quarantined: number }[]>`
      select (select count(*) from chat_sessions)::int as total, (select count(*) from legacy_quarantine)::int as quarantined`,
  )
  const total = counts?.total ?? 0
  const report = { proved: 0, elements: 0, rows: 0, differences: [] as Difference[] }
  let digest = ''
  for (let after = '', seen = 0; !signal?.aborted; ) {
    const proofs: Proof[] = await sql<Proof[]>`select * from legacy_verify_some(${after}, ${SESSIONS})`
    for (const proof of proofs) {
      report.elements += proof.elements
      report.rows += proof.rows
      if (proof.ok) report.proved++
      else report.differences.push({ sessionId: proof.session_id, detail: proof.detail })
    }
    digest = await chained(digest, proofs)
    seen += proofs.length
    onProgress?.({ done: seen, total })
    const last = proofs.at(-1)
    if (!last || proofs.length < SESSIONS) break
    after = last.session_id
  }
  return { ...report, digest, quarantined: counts?.quarantined ?? 0, interrupted: signal?.aborted ?? false }
}

interface Proof {
  session_id: string
  ok: boolean
  detail: string
  elements: number
  rows: number
  digest: string
}

async function chained(before: string, proofs: readonly Proof[]): Promise<string> {
  const text = before + proofs.map(({ session_id, digest }) => `${session_id} ${digest}\n`).join('')
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(bytes).toString('hex')
}
