import { useTestDatabase } from '@duck/testing/database'
import { expect, test } from 'vitest'
import { scramVerifier } from './scram-verifier.ts'

const database = useTestDatabase()

test('a verifier is what Postgres itself makes of the password', async () => {
  const password = 'quack-2f8e.Q_~'
  await database.sql
    .begin(async (tx) => {
      await tx.unsafe(`create role duck_verified password '${password}'`)
      const [row] = await tx<
        { kept: string }[]
      >`select rolpassword as kept from pg_authid where rolname = 'duck_verified'`
      const kept = row?.kept ?? ''
      const salt = Buffer.from(/:([^$]+)\$/.exec(kept)?.[1] ?? '', 'base64')
      expect(scramVerifier(password, salt)).toBe(kept)
      expect(scramVerifier(password)).not.toBe(kept)
      throw new Error('taken back')
    })
    .catch((error: Error) => {
      if (error.message !== 'taken back') throw error
    })
})
