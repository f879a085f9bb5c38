/** Signs a new guest in at the server; the headers by which its calls are that guest's. */
export async function signInGuest(url: string): Promise<{ authorization: string }> {
  const response = await fetch(`${url}/api/auth/sign-in/anonymous`, { method: 'POST' })
  if (!response.ok) throw new Error(`No guest is let in: ${response.status} ${await response.text()}`)
  const { token } = (await response.json()) as { token: string }
  return { authorization: `Bearer ${token}` }
}
