// A js-libp2p peer that does what it is told.
import { parseArgs } from 'node:util'
import { peerIdFromString } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { kadActions } from './dht.mjs'
import { gossipActions } from './gossip.mjs'
import { answerLines } from './lines.mjs'
import { createNode } from './node.mjs'
import * as protocols from './protocols.mjs'

const { values } = parseArgs({
  options: {
    'key-type': { type: 'string' },
    psk: { type: 'string' },
    listen: { type: 'string' },
    kad: { type: 'string' },
    mdns: { type: 'boolean' },
    gossip: { type: 'boolean' }
  }
})
const node = await createNode({ ...values, keyType: values['key-type'], discovers: values.mdns, gossips: values.gossip })
const discovered = new Set()
node.addEventListener('peer:discovery', ({ detail }) => { discovered.add(detail.id.toString()) })
await protocols.serve(node)

const peerOf = (request) => peerIdFromString(request.peer)

const actions = {
  ...kadActions(node),
  ...gossipActions(node),
  async discovered () {
    return { peers: [...discovered] }
  },
  async dial ({ address }) {
    const connection = await node.dial(multiaddr(address))
    return { peer: connection.remotePeer.toString(), multiplexer: connection.multiplexer, encryption: connection.encryption }
  },
  async ping (request) {
    return { millis: await node.services.ping.ping(peerOf(request)) }
  },
  async facts (request) {
    const known = await node.peerStore.get(peerOf(request))
    const text = (name) => {
      const value = known.metadata.get(name)
      return value === undefined ? null : Buffer.from(value).toString()
    }
    return {
      protocols: known.protocols,
      addresses: known.addresses.map((a) => a.multiaddr.toString()),
      certified: known.addresses.some((a) => a.isCertified),
      signedRecord: known.peerRecordEnvelope !== undefined,
      agent: text('AgentVersion'),
      protocol: text('ProtocolVersion')
    }
  },
  async connections () {
    return { peers: node.getConnections().map((c) => c.remotePeer.toString()) }
  },
  async disconnect (request) {
    await node.hangUp(peerOf(request))
    return {}
  },
  async handle ({ protocol }) {
    await node.handle(protocol, async (stream) => { await stream.close() })
    return {}
  },
  async resume () {
    const streams = protocols.stalled.splice(0)
    streams.forEach((stream) => stream.resume())
    return { resumed: streams.length }
  },
  async stalled () {
    return {
      streams: protocols.stalled.map((s) => ({ waiting: s.readBufferLength, status: s.status }))
    }
  },
  async afterEnd () {
    return { seen: protocols.afterEnd }
  },
  echo: async (request) => await protocols.echo(node, peerOf(request), request),
  upload: async (request) => await protocols.upload(node, peerOf(request), request),
  perf: async (request) => await protocols.perf(node, peerOf(request), request),
  untilReset: async (request) => await protocols.untilReset(node, peerOf(request), request),
  reset: async (request) => await protocols.resetInTheMiddle(node, peerOf(request), request)
}

answerLines(node, actions)
