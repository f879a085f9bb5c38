import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { buildServer } from '../app/build-server.ts'
import { prepareTestDatabase } from './prepare-test-database.ts'
import './provided.ts'
import { startThrowAwayPostgres } from './throw-away-postgres.ts'
import { withDatabase } from './with-database.ts'

/** Vitest's global set-up: one Postgres for the run, and a migrated template in it; meanwhile the server is built. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const built = buildServer()
  // Told below.
  built.catch(() => {})
  const external = process.env.DUCK_TEST_DATABASE_URL
  const server = external ? { url: external, stop: async () => {} } : await startThrowAwayPostgres()
  const template = external ? `duck_template_${process.pid}` : 'duck_template'
  const prepare = async () => {
    await admin(server.url, `create database ${template}`)
    return prepareTestDatabase(withDatabase(server.url, template))
  }
  let urls: Awaited<ReturnType<typeof prepare>>
  try {
    urls = await prepare()
    await built
  } catch (error) {
    await server.stop()
    throw error
  }
  const { url: appUrl, authUrl } = urls
  project.provide('testDatabases', { adminUrl: server.url, appUrl, authUrl, template })
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
