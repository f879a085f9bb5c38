import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorClassOf, rowOf } from './stream-ending.ts'
import { nextStreamState, type StreamEvent, type StreamState } from './stream-state.ts'

const QUEUED: StreamState = { status: 'queued' }
const OPEN: StreamState = { status: 'open', startedAt: '2025-01-01T00:00:00.000Z' }

describe('a stream', () => {
  it('opens when its turn comes, and keeps the time of its first opening', () => {
    expect(nextStreamState(QUEUED, { type: 'opened', at: OPEN.startedAt })).toEqual(OPEN)
    expect(nextStreamState(OPEN, { type: 'opened', at: '2026-01-01T00:00:00.000Z' })).toEqual({
      ignored: 'open-already',
    })
  })

  it('cannot be finished before its turn', () => {
    expect(nextStreamState(QUEUED, { type: 'finished', finishReason: 'completed' })).toEqual({
      ignored: 'not-open',
    })
  })

  it('that waits can be stopped, fail, or lose its server', () => {
    expect(nextStreamState(QUEUED, { type: 'stop-asked' })).toEqual({ status: 'stopped' })
    expect(nextStreamState(QUEUED, { type: 'failed', errorClass: 'internal' })).toEqual({
      status: 'failed',
      errorClass: 'internal',
    })
    expect(nextStreamState(QUEUED, { type: 'server-died' })).toEqual({
      status: 'interrupted',
      errorClass: 'server-died',
    })
  })
})

describe('its row', () => {
  it('says truncated when a limit was reached, else what its stream says', () => {
    expect(rowOf({ status: 'finalized', finishReason: 'truncated' }, 'Quack')).toEqual({
      content: 'Quack',
      finishReason: 'truncated',
    })
    expect(rowOf({ status: 'interrupted', errorClass: 'server-stopped' }, 'Qua')).toEqual({
      content: 'Qua',
      finishReason: 'interrupted',
    })
  })

  it('is not there when there is no text but blanks', () => {
    expect(rowOf({ status: 'stopped' }, ' \n')).toBeNull()
    expect(errorClassOf({ status: 'stopped' })).toBeNull()
  })
})

it('the table in docs/streaming.md is the one that is played', () => {
  const text = readFileSync(new URL('../../../docs/streaming.md', import.meta.url), 'utf8')
  const events: StreamEvent[] = [
    { type: 'opened', at: OPEN.startedAt },
    { type: 'finished', finishReason: 'completed' },
    { type: 'stop-asked' },
    { type: 'failed', errorClass: 'internal' },
    { type: 'server-stopped' },
    { type: 'server-died' },
  ]
  for (const event of events) {
    const row = text
      .split('\n')
      .find((line) => line.startsWith(`| \`${event.type}\``) && line.split('|').length === 6)
    const cells = row?.split('|').map((cell) => cell.replaceAll('`', '').trim())
    const outcomes = [QUEUED, OPEN, { status: 'stopped' } as const].map((state) => {
      const next = nextStreamState(state, event)
      return 'ignored' in next ? '–' : next.status
    })
    expect(cells?.slice(2, 5), event.type).toEqual(outcomes)
  }
})
