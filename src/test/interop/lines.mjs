// Requests come as lines of JSON on the input, and so do answers on the output. The process ends
// with its input, so that none outlives the test that started it.
import { createInterface } from 'node:readline'

const say = (message) => process.stdout.write(JSON.stringify(message) + '\n')

// Says that the node is ready, and does what is asked for from then on.
export function answerLines (node, actions) {
  const answer = async (request) => {
    try {
      say({ id: request.id, ok: true, ...await actions[request.do](request) })
    } catch (err) {
      say({ id: request.id, ok: false, error: err.message, name: err.name })
    }
  }
  process.on('unhandledRejection', (err) => console.error('unhandled:', err))
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => { answer(JSON.parse(line)) })
  lines.on('close', () => process.exit(0))
  say({
    event: 'ready',
    peerId: node.peerId.toString(),
    addresses: node.getMultiaddrs().map((a) => a.toString())
  })
}
