// A Helia node that does what it is told, by the same lines of JSON as peer.mjs: it adds the bytes of
// a pattern, and fetches a file by its CID from whom it is connected with. Its blocks are in memory.
import { createHash } from 'node:crypto'
import { parseArgs } from 'node:util'
import { withBitswap } from '@helia/bitswap'
import { withLibp2pLight } from '@helia/libp2p'
import { unixfs } from '@helia/unixfs'
import { multiaddr } from '@multiformats/multiaddr'
import { createHeliaLight } from 'helia'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced } from 'ipfs-unixfs-importer/layout'
import { CID } from 'multiformats/cid'
import { answerLines } from './lines.mjs'
import { nodeOptions } from './node.mjs'
import { hashOf, pattern } from './protocols.mjs'

const FETCH_MILLIS = 50_000

const { values } = parseArgs({ options: { listen: { type: 'string' } } })
const helia = withBitswap(withLibp2pLight(createHeliaLight(), await nodeOptions(values)))
await helia.start()
const fs = unixfs(helia)

const actions = {
  async add ({ size, seed, chunk = 1_048_576, children = 174 }) {
    const cid = await fs.addByteStream(pattern(size, seed), {
      cidVersion: 1,
      rawLeaves: true,
      chunker: fixedSize({ chunkSize: chunk }),
      layout: balanced({ maxChildrenPerNode: children })
    })
    return { cid: cid.toString(), sha256: hashOf(size, seed) }
  },
  async dial ({ address }) {
    const connection = await helia.libp2p.dial(multiaddr(address))
    return { peer: connection.remotePeer.toString() }
  },
  async fetch ({ cid }) {
    const hash = createHash('sha256')
    let count = 0
    const start = performance.now()
    for await (const chunk of fs.cat(CID.parse(cid), { signal: AbortSignal.timeout(FETCH_MILLIS) })) {
      hash.update(chunk)
      count += chunk.length
    }
    return { count, sha256: hash.digest('hex'), millis: performance.now() - start }
  }
}

answerLines(helia.libp2p, actions)
