// Gossipsub of js-libp2p: what it hears is kept until somebody asks.
import { gossipsub, StrictSign } from '@libp2p/gossipsub'

export function pubsub () {
  return gossipsub({
    emitSelf: false,
    globalSignaturePolicy: StrictSign,
    allowPublishToZeroTopicPeers: true,
    fallbackToFloodsub: true,
    // All nodes of a test are on one machine.
    scoreParams: { IPColocationFactorWhitelist: new Set(['127.0.0.1']) }
  })
}

export function gossipActions (node) {
  const heard = []
  node.services.pubsub?.addEventListener('message', ({ detail }) => {
    heard.push({
      topic: detail.topic,
      text: Buffer.from(detail.data).toString(),
      from: detail.from?.toString()
    })
  })
  return {
    async subscribe ({ topic }) {
      node.services.pubsub.subscribe(topic)
      return {}
    },
    async unsubscribe ({ topic }) {
      node.services.pubsub.unsubscribe(topic)
      return {}
    },
    async publish ({ topic, text }) {
      const { recipients } = await node.services.pubsub.publish(topic, Buffer.from(text))
      return { recipients: recipients.map((peer) => peer.toString()) }
    },
    async heard () {
      return { messages: heard }
    },
    async mesh ({ topic }) {
      return {
        mesh: node.services.pubsub.getMeshPeers(topic),
        subscribers: node.services.pubsub.getSubscribers(topic).map((peer) => peer.toString())
      }
    }
  }
}
