import { spawn } from 'node:child_process'

// Stands in for the server in the tests of the harness: it has a child of its own and says when it is ready.
const helper = spawn('sleep', ['600'], { stdio: 'ignore' })
process.on('SIGTERM', () => {
  helper.kill()
  console.log('goodbye')
  process.exit(0)
})
console.log(JSON.stringify({ helper: helper.pid }))
console.log('ready at http://127.0.0.1:4123/')
