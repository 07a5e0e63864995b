package dev.ggen.registry.p2p.protocol;

import dev.ggen.libp2p.host.Stream;
import dev.ggen.libp2p.host.StreamHandler;
import dev.ggen.libp2p.multiformats.Bytes;
import dev.ggen.libp2p.multiformats.PeerId;
import dev.ggen.libp2p.transport.Delimited;
import dev.ggen.libp2p.transport.ProtocolViolationException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/** Serves the streams that peers open, within what each of them is allowed. */
final class RegistryServer implements StreamHandler {
  private final SharedRecords records;
  private final RegistryProtocolSettings settings;
  private final PeerAllowances allowances;
  private final RegistryProtocolListener listener;

  /** Says whether a comparison that a peer begins would cross one of this node's own. */
  private final Predicate<PeerId> crosses;

  RegistryServer(
      SharedRecords records,
      RegistryProtocolSettings settings,
      RegistryProtocolListener listener,
      Predicate<PeerId> crosses) {
    this.records = records;
    this.settings = settings;
    this.allowances = new PeerAllowances(settings);
    this.listener = listener;
    this.crosses = crosses;
  }

  @Override
  public void handle(Stream stream) throws IOException {
    PeerId peer = stream.connection().peer();
    stream.timeout(settings.idleTimeout());
    stream.deadline(settings.sessionTimeout());
    Optional<PeerAllowances.Place> place = allowances.stream(peer);
    if (place.isEmpty()) {
      write(peer, stream, new Response.Busy(RegistryClient.BUSY_RETRY_MILLIS));
      return;
    }
    try (PeerAllowances.Place _ = place.get()) {
      serve(peer, stream);
    } catch (ProtocolViolationException e) {
      listener.misbehaved(peer, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private void serve(PeerId peer, Stream stream) throws IOException {
    ServedStream served = new ServedStream(records, settings.limits());
    for (Optional<byte[]> message = read(peer, stream);
        message.isPresent();
        message = read(peer, stream)) {
      Request request = RequestCodec.decode(message.get());
      allowances.awaitRequest(peer, weight(request));
      boolean begins = request instanceof Request.Reconcile r && r.salt().isPresent();
      if (begins && crosses.test(peer)) {
        write(peer, stream, new Response.Busy(RegistryClient.BUSY_RETRY_MILLIS));
        return;
      }
      write(peer, stream, served.answer(request));
    }
  }

  /** Names are looked up one by one. */
  private static int weight(Request request) {
    return request instanceof Request.Grants grants ? grants.names().size() : 1;
  }

  private Optional<byte[]> read(PeerId peer, Stream stream) throws IOException {
    Optional<byte[]> message = Delimited.readIfAny(stream, Wire.MAX_MESSAGE_BYTES, Wire.NAME);
    if (message.isPresent()) {
      allowances.awaitBytes(peer, message.get().length);
    }
    return message;
  }

  private void write(PeerId peer, Stream stream, Response response) throws IOException {
    Bytes message = ResponseCodec.encode(response);
    allowances.awaitBytes(peer, message.size());
    Delimited.write(stream, message.toByteArray());
    listener.served(peer, message.size());
    if (response instanceof Response.Kept kept && kept.count() > 0) {
      listener.brought(peer, kept.count());
    }
  }
}
