import { WebSocket } from 'ws'

/** 'open', or why the WebSocket of the server at `url` is refused. */
export function upgrade(url: string, headers: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/trpc`, { headers })
    socket.once('open', () => {
      resolve('open')
      socket.terminate()
    })
    socket.once('error', ({ message }) => resolve(message))
  })
}
