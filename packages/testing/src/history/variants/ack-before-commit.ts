import { setTimeout as pause } from 'node:timers/promises'
import type { Appended, AppendInput } from '@duck/store'
import type postgres from 'postgres'
import type { Append } from './append-ways.ts'
import { callBrokenAppend, inDuckErrors, openPool } from './broken-function.ts'

const COMMITS_AFTER_MS = 15

/** Answers when the row is inserted, and commits a moment later. */
export function ackBeforeCommit(url: string): Append {
  const sql = openPool(url)
  return (input) => inDuckErrors(() => answerEarly(sql, input))
}

function answerEarly(sql: postgres.Sql, input: AppendInput): Promise<Appended> {
  return new Promise((resolve, reject) => {
    sql
      .begin(async (tx) => {
        resolve(await callBrokenAppend(tx, input))
        await pause(COMMITS_AFTER_MS)
      })
      .catch(reject)
  })
}
