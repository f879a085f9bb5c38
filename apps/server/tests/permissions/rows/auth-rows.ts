import { PASSWORD } from '../testing/people.ts'

/** What is asked below `/api/auth`, and the status it has for somebody who is not signed in, and for a user. */
export interface AuthRow {
  method: 'GET' | 'POST'
  body?: object
  outsider: number
  own: number
}

const NEW = 'another horse battery staple'

/** Every endpoint that is open, with a call that nobody may use to get at another. */
export const AUTH_ROWS: Record<string, AuthRow> = {
  '/sign-in/anonymous': { method: 'POST', outsider: 200, own: 200 },
  '/sign-in/email': {
    method: 'POST',
    body: { email: 'xanthophyll@people.example', password: NEW },
    outsider: 401,
    own: 401,
  },
  '/sign-in/social': {
    method: 'POST',
    body: { provider: 'oidc', callbackURL: '/' },
    outsider: 404,
    own: 404,
  },
  '/sign-up/email': {
    method: 'POST',
    body: { name: 'Me', email: 'xanthophyll@people.example', password: NEW },
    outsider: 422,
    own: 422,
  },
  '/callback/oidc': { method: 'GET', outsider: 302, own: 302 },
  '/link': { method: 'POST', body: { token: 'nothing' }, outsider: 400, own: 400 },
  '/get-session': { method: 'GET', outsider: 200, own: 200 },
  '/sign-out': { method: 'POST', outsider: 200, own: 200 },
  '/revoke-sessions': { method: 'POST', outsider: 401, own: 200 },
  '/revoke-other-sessions': { method: 'POST', outsider: 401, own: 200 },
  '/list-accounts': { method: 'GET', outsider: 401, own: 200 },
  '/update-user': { method: 'POST', body: { name: 'Me' }, outsider: 401, own: 200 },
  '/change-password': {
    method: 'POST',
    body: { currentPassword: PASSWORD, newPassword: NEW },
    outsider: 401,
    own: 200,
  },
  '/reset-password': {
    method: 'POST',
    body: { token: 'nothing', newPassword: NEW },
    outsider: 400,
    own: 400,
  },
  '/delete-user': { method: 'POST', body: { password: PASSWORD }, outsider: 401, own: 200 },
}
