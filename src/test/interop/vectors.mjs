// CIDs of archives as ipfs-unixfs-importer makes them; sizes come as arguments. Byte i is
// i * 31 + (i >> 8), cut to eight bits.
import './shims.mjs'
import { importer } from 'ipfs-unixfs-importer'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced } from 'ipfs-unixfs-importer/layout'

const blockstore = { put: async (cid) => cid }

function * pattern (size) {
  const step = 1 << 20
  for (let from = 0; from < size; from += step) {
    const part = new Uint8Array(Math.min(step, size - from))
    for (let i = 0; i < part.length; i++) {
      part[i] = (from + i) * 31 + ((from + i) >>> 8)
    }
    yield part
  }
}

for (const size of process.argv.slice(2).map(Number)) {
  const options = {
    cidVersion: 1,
    rawLeaves: true,
    chunker: fixedSize({ chunkSize: 1 << 20 }),
    layout: balanced({ maxChildrenPerNode: 174 })
  }
  for await (const entry of importer([{ content: pattern(size) }], blockstore, options)) {
    console.log(JSON.stringify({ size, cid: entry.cid.toString() }))
  }
}
