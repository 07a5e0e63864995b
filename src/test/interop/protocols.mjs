// The protocols that the tests speak. Each has a server, and a client that returns what it saw.
import { createHash } from 'node:crypto'
import { byteStream } from '@libp2p/utils'
import { chunks, LIMITS, send } from './node.mjs'

export const ECHO = '/test/echo/1.0.0'
export const HASH = '/test/hash/1.0.0'
export const PERF = '/perf/1.0.0'
export const STALL = '/test/stall/1.0.0'
export const REVERSE_HALF = '/test/after-end/1.0.0'
export const RESET = '/test/reset/1.0.0'

const BLOCK = 64 * 1024

// The same bytes as the tests in Java make: a linear congruential generator, its highest byte.
export function * pattern (size, seed) {
  let state = seed >>> 0
  for (let left = size; left > 0; left -= BLOCK) {
    const block = new Uint8Array(Math.min(left, BLOCK))
    for (let i = 0; i < block.length; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      block[i] = state >>> 24
    }
    yield block
  }
}

export function hashOf (size, seed) {
  const hash = createHash('sha256')
  for (const block of pattern(size, seed)) {
    hash.update(block)
  }
  return hash.digest('hex')
}

async function hashed (stream) {
  const hash = createHash('sha256')
  let count = 0
  for await (const chunk of chunks(stream)) {
    hash.update(chunk)
    count += chunk.length
  }
  return { count, sha256: hash.digest('hex') }
}

export const stalled = []

export async function serve (node) {
  const quietly = (handler) => async (stream) => {
    try {
      await handler(stream)
    } catch (err) {
      stream.abort(err)
    }
  }
  const handle = async (protocol, handler) => node.handle(protocol, quietly(handler), LIMITS)

  await handle(ECHO, async (stream) => {
    for await (const chunk of chunks(stream)) {
      await send(stream, chunk)
    }
    await stream.close()
  })
  await handle(HASH, async (stream) => {
    const seen = await hashed(stream)
    await send(stream, Buffer.from(JSON.stringify(seen)))
    await stream.close()
  })
  await handle(PERF, async (stream) => {
    const wanted = await new Promise((resolve, reject) => {
      // The rest of the upload is thrown away.
      let head = Buffer.alloc(0)
      ;(async () => {
        for await (const chunk of chunks(stream)) {
          if (head.length < 8) {
            head = Buffer.concat([head, chunk])
          }
        }
        resolve(Number(head.readBigUInt64BE(0)))
      })().catch(reject)
    })
    const block = new Uint8Array(BLOCK)
    for (let left = wanted; left > 0; left -= BLOCK) {
      await send(stream, left < BLOCK ? block.subarray(0, left) : block)
    }
    await stream.close()
  })
  // Ends its own side first, and reads what comes after that; tells by the next stream.
  await handle(REVERSE_HALF, async (stream) => {
    await stream.close()
    afterEnd.push(await hashed(stream))
  })
  await handle(STALL, async (stream) => {
    stream.pause()
    stalled.push(stream)
  })
  await handle(RESET, async (stream) => {
    stream.abort(new Error('on purpose'))
  })
}

export const afterEnd = []

async function open (node, peer, protocol) {
  return await node.dialProtocol(peer, protocol, LIMITS)
}

// Many streams at once, each echoed.
export async function echo (node, peer, { size, streams, seed }) {
  const one = async (n) => {
    const stream = await open(node, peer, ECHO)
    const reading = hashed(stream)
    for (const block of pattern(size, seed + n)) {
      await send(stream, block)
    }
    await stream.close()
    const seen = await reading
    return seen.count === size && seen.sha256 === hashOf(size, seed + n)
  }
  const all = await Promise.all(Array.from({ length: streams }, async (_, n) => await one(n)))
  return { good: all.filter((good) => good).length }
}

// Uploads, and takes the peer's word on what it got after our side has ended.
export async function upload (node, peer, { size, seed }) {
  const stream = await open(node, peer, HASH)
  for (const block of pattern(size, seed)) {
    await send(stream, block)
  }
  await stream.close()
  let text = ''
  for await (const chunk of chunks(stream)) {
    text += Buffer.from(chunk).toString()
  }
  return { seen: JSON.parse(text), sent: hashOf(size, seed) }
}

export async function perf (node, peer, { up, down }) {
  const stream = await open(node, peer, PERF)
  const head = Buffer.alloc(8)
  head.writeBigUInt64BE(BigInt(down))
  const start = performance.now()
  await send(stream, head)
  const block = new Uint8Array(BLOCK)
  for (let left = up; left > 0; left -= BLOCK) {
    await send(stream, left < BLOCK ? block.subarray(0, left) : block)
  }
  await stream.close()
  let received = 0
  let middle = 0
  for await (const chunk of chunks(stream)) {
    middle ||= performance.now()
    received += chunk.length
  }
  const end = performance.now()
  middle ||= end
  return { received, upMillis: middle - start, downMillis: end - middle }
}

// What becomes of a stream whose other end is reset.
export async function untilReset (node, peer, { protocol }) {
  const stream = await open(node, peer, protocol)
  try {
    await send(stream, new Uint8Array(1))
    await hashed(stream)
    return { ended: 'normally' }
  } catch (err) {
    return { ended: err.name, message: err.message }
  }
}

export async function resetInTheMiddle (node, peer, { protocol }) {
  const stream = await open(node, peer, protocol)
  await send(stream, new Uint8Array(1000))
  // Its answer, so that the peer is in the middle of it for sure.
  await byteStream(stream).read({ bytes: 1 })
  stream.abort(new Error('on purpose'))
  return {}
}
