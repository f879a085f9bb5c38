/** An identity as one reads it in a report. */
export function short(identity: string): string {
  return identity.length > 120 ? `${identity.slice(0, 120)}…` : identity
}
