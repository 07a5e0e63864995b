// A js-libp2p node on TCP, Noise and yamux, with the limits that get in the way of tests lifted.
import './shims.mjs'
import { readFileSync } from 'node:fs'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { identify, identifyPush } from '@libp2p/identify'
import { mdns } from '@libp2p/mdns'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { preSharedKey } from '@libp2p/pnet'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { dht } from './dht.mjs'
import { pubsub } from './gossip.mjs'

const MANY = 10_000

// Streams of a protocol, as many as one likes.
export const LIMITS = { maxInboundStreams: MANY, maxOutboundStreams: MANY }

export async function createNode (wishes) {
  return await createLibp2p(await nodeOptions(wishes))
}

export async function nodeOptions ({
  keyType = 'ed25519', psk, listen = '/ip4/127.0.0.1/tcp/0', kad, discovers = false, gossips = false
} = {}) {
  const type = { ed25519: 'Ed25519', secp256k1: 'secp256k1', rsa: 'RSA' }[keyType]
  return {
    privateKey: type === 'RSA' ? await generateKeyPair(type, 2048) : await generateKeyPair(type),
    addresses: { listen: [listen] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionManager: { inboundConnectionThreshold: MANY, maxIncomingPendingConnections: MANY },
    connectionProtector: psk === undefined ? undefined : preSharedKey({ psk: readFileSync(psk) }),
    peerDiscovery: discovers ? [mdns({ interval: 1_000 })] : [],
    services: {
      identify: identify(),
      identifyPush: identifyPush(),
      ping: ping(),
      ...(kad === undefined ? {} : { dht: dht(kad, LIMITS) }),
      ...(gossips ? { pubsub: pubsub() } : {})
    }
  }
}

// Sends, waiting while the stream is full.
export async function send (stream, bytes) {
  if (!stream.send(bytes)) {
    await stream.onDrain()
  }
}

// All chunks of a stream, as plain arrays of bytes.
export async function * chunks (stream) {
  for await (const chunk of stream) {
    yield chunk instanceof Uint8Array ? chunk : chunk.subarray()
  }
}
