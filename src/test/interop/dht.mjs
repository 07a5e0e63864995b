// js-libp2p's Kademlia with the values of the tests: "valid:<number>" under /number/, the higher one
// is better.
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { peerIdFromString } from '@libp2p/peer-id'
import { CID } from 'multiformats/cid'
import * as Digest from 'multiformats/hashes/digest'

const text = (bytes) => Buffer.from(bytes).toString()
const number = (bytes) => Number(text(bytes).substring('valid:'.length))

export function dht (protocol, limits) {
  return kadDHT({
    ...limits,
    protocol,
    clientMode: false,
    peerInfoMapper: passthroughMapper,
    allowQueryWithZeroPeers: true,
    initialQuerySelfInterval: 500,
    querySelfInterval: 2_000,
    validators: {
      number: async (key, value) => {
        if (!/^valid:[0-9]+$/.test(text(value))) {
          throw new Error('not valid:<number>')
        }
      }
    },
    selectors: {
      number: (key, values) => values.map(number).reduce((best, n, i, all) => n > all[best] ? i : best, 0)
    }
  })
}

async function events (query, name) {
  const found = []
  const errors = []
  for await (const event of query) {
    if (event.name === name) {
      found.push(event)
    } else if (event.name === 'QUERY_ERROR') {
      errors.push(event.error.message)
    }
  }
  return { found, errors }
}

// Keys of content come as the hex digits of a multihash.
const cid = (hex) => CID.createV1(0x55, Digest.decode(Buffer.from(hex, 'hex')))

export const kadActions = (node) => ({
  async kadTable () {
    return { size: node.services.dht.routingTable.size }
  },
  async kadPut ({ key, value }) {
    const { found, errors } = await events(node.services.dht.put(Buffer.from(key), Buffer.from(value)), 'PEER_RESPONSE')
    return { answers: found.length, errors }
  },
  async kadGet ({ key }) {
    const { found, errors } = await events(node.services.dht.get(Buffer.from(key)), 'VALUE')
    return { values: found.map((event) => text(event.value)), errors }
  },
  async kadProvide ({ hash }) {
    const { found, errors } = await events(node.services.dht.provide(cid(hash)), 'PEER_RESPONSE')
    return { answers: found.length, errors }
  },
  async kadFind ({ hash }) {
    const { found, errors } = await events(node.services.dht.findProviders(cid(hash)), 'PROVIDER')
    const providers = found.flatMap((event) => event.providers.map((p) => p.id.toString()))
    return { providers: [...new Set(providers)], errors }
  },
  async kadFindPeer ({ peer }) {
    const { found } = await events(node.services.dht.findPeer(peerIdFromString(peer)), 'FINAL_PEER')
    return { addresses: found.flatMap((event) => event.peer.multiaddrs.map((a) => a.toString())) }
  },
  async kadClosest ({ key }) {
    const { found } = await events(node.services.dht.getClosestPeers(Buffer.from(key)), 'FINAL_PEER')
    return { peers: found.map((event) => event.peer.id.toString()) }
  }
})
