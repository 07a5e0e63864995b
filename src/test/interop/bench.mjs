// js-libp2p with js-libp2p in two processes, for comparison: prints one line of JSON.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { byteStream } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { createNode, LIMITS } from './node.mjs'
import { perf, serve } from './protocols.mjs'

const SHORT = '/bench/short/1.0.0'
// As ping, of which js-libp2p allows itself one stream, that of its connection monitor.
const PING = '/bench/ping/1.0.0'
const MEGABYTE = 1_000_000
const BYTES = 256 * MEGABYTE

async function server () {
  const node = await createNode()
  await serve(node)
  await node.handle(SHORT, async (stream) => {
    try {
      const bytes = byteStream(stream)
      await bytes.write(await bytes.read({ bytes: 32 }))
      await stream.close()
    } catch (err) {
      stream.abort(err)
    }
  }, LIMITS)
  await node.handle(PING, async (stream) => {
    try {
      const bytes = byteStream(stream)
      while (true) {
        await bytes.write(await bytes.read({ bytes: 32 }))
      }
    } catch {
      await stream.close()
    }
  }, LIMITS)
  console.log(node.getMultiaddrs()[0].toString())
  createInterface({ input: process.stdin }).on('close', () => process.exit(0))
}

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const rate = (millis) => Math.round(BYTES / 1000 / millis)

async function dials (address) {
  const times = []
  for (let i = 0; i < 150; i++) {
    const node = await createNode()
    const start = performance.now()
    await node.dial(address)
    times.push(performance.now() - start)
    await node.stop()
  }
  return median(times.slice(50))
}

async function pings (node, peer) {
  const stream = await node.dialProtocol(peer, PING, LIMITS)
  const bytes = byteStream(stream)
  const times = []
  for (let i = 0; i < 3_000; i++) {
    const start = performance.now()
    await bytes.write(new Uint8Array(32))
    await bytes.read({ bytes: 32 })
    times.push(performance.now() - start)
  }
  await stream.close()
  return median(times.slice(1_000))
}

async function shortStreams (node, peer) {
  let count = 0
  const end = performance.now() + 6_000
  const from = performance.now() + 2_000
  await Promise.all(Array.from({ length: 100 }, async () => {
    while (performance.now() < end) {
      const stream = await node.dialProtocol(peer, SHORT, LIMITS)
      const bytes = byteStream(stream)
      await bytes.write(new Uint8Array(32))
      await bytes.read({ bytes: 32 })
      await stream.close()
      count += performance.now() > from ? 1 : 0
    }
  }))
  return Math.round(count / 4)
}

async function client () {
  const child = spawn(process.execPath, [process.argv[1], 'server'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const line = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
  const address = multiaddr(line)
  const node = await createNode()
  const { remotePeer: peer } = await node.dial(address)
  const up = []
  const down = []
  for (let i = 0; i < 6; i++) {
    up.push((await perf(node, peer, { up: BYTES, down: 0 })).upMillis)
    down.push((await perf(node, peer, { up: 0, down: BYTES })).downMillis)
  }
  const figures = {
    upMegabytesPerSecond: rate(median(up.slice(1))),
    downMegabytesPerSecond: rate(median(down.slice(1))),
    pingMillis: await pings(node, peer),
    shortStreamsPerSecond: await shortStreams(node, peer),
    dialMillis: await dials(address)
  }
  console.log(JSON.stringify(figures))
  child.kill()
  process.exit(0)
}

await (process.argv[2] === 'server' ? server() : client())
