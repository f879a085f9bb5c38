import { prepareDatabase } from '@duck/store'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import './provided.ts'
import { TEST_SECRET } from './test-secret.ts'
import { startThrowAwayPostgres } from './throw-away-postgres.ts'
import { withDatabase } from './with-database.ts'

/** Vitest's global set-up: one Postgres for the run, and a migrated template in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const external = process.env.DUCK_TEST_DATABASE_URL
  const server = external ? { url: external, stop: async () => {} } : await startThrowAwayPostgres()
  const template = external ? `duck_template_${process.pid}` : 'duck_template'
  const prepare = async () => {
    await admin(server.url, `create database ${template}`)
    return prepareDatabase({ url: withDatabase(server.url, template), secret: TEST_SECRET })
  }
  let appUrl: string
  try {
    appUrl = await prepare()
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('testDatabases', { adminUrl: server.url, appUrl, template })
  return async () => {
    if (external) await admin(server.url, `drop database if exists ${template} with (force)`)
    await server.stop()
  }
}

async function admin(url: string, statement: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}
