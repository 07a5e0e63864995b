package dev.ggen.libp2p.interop;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A js-libp2p peer in a process of its own, which does what it is told. */
final class JsPeer implements AutoCloseable {
  private static final ObjectMapper JSON = new JsonMapper();
  private static final long ANSWER_SECONDS = 60;

  private final Process process;
  private final BufferedWriter requests;
  private final Queue<String> errors = new ConcurrentLinkedQueue<>();
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final AtomicInteger nextId = new AtomicInteger();
  private final JsonNode ready;

  private JsPeer(List<String> node, String script, String... options) throws Exception {
    List<String> command = new ArrayList<>(node);
    command.add(script);
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).directory(NodeModules.FOLDER.toFile()).start();
    requests = process.outputWriter();
    Thread.ofVirtual().start(this::readAnswers);
    Thread.ofVirtual().start(this::readErrors);
    JsonNode first = events.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
    if (first == null) {
      close();
      throw new IOException("the js peer did not start: " + errors);
    }
    ready = first;
  }

  static JsPeer start(String... options) throws Exception {
    return startWith(List.of("node"), options);
  }

  /** With another way to run Node.js. */
  static JsPeer startWith(List<String> node, String... options) throws Exception {
    return new JsPeer(node, "peer.mjs", options);
  }

  /** A Helia node, of IPFS, instead of one of plain js-libp2p. */
  static JsPeer startHelia() throws Exception {
    return new JsPeer(List.of("node"), "helia.mjs");
  }

  private void readAnswers() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode answer = JSON.readTree(line);
        if (answer.has("id")) {
          waiting.remove(answer.get("id").asInt()).complete(answer);
        } else {
          events.add(answer);
        }
      }
    } catch (IOException e) {
      errors.add(e.toString());
    } finally {
      waiting.values().forEach(w -> w.completeExceptionally(new IOException("the js peer ended")));
    }
  }

  private void readErrors() {
    try (BufferedReader lines = process.errorReader()) {
      lines.lines().forEach(errors::add);
    } catch (IOException e) {
      errors.add(e.toString());
    }
  }

  PeerId id() {
    return PeerId.parse(ready.get("peerId").asString());
  }

  Multiaddr address() {
    return Multiaddr.parse(ready.get("addresses").get(0).asString());
  }

  /** Asks for something and gives the answer, good or bad. */
  JsonNode ask(String what, Object... namesAndValues) throws Exception {
    ObjectNode request = JSON.createObjectNode();
    int id = nextId.incrementAndGet();
    request.put("id", id).put("do", what);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.set((String) namesAndValues[i], JSON.valueToTree(namesAndValues[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    synchronized (requests) {
      requests.write(JSON.writeValueAsString(request));
      requests.newLine();
      requests.flush();
    }
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new AssertionError("no answer to '" + what + "'; errors: " + errors, e);
    }
  }

  /** The same, where only a good answer will do. */
  JsonNode get(String what, Object... namesAndValues) throws Exception {
    JsonNode answer = ask(what, namesAndValues);
    if (!answer.get("ok").asBoolean()) {
      throw new AssertionError("'" + what + "' failed: " + answer + "; errors: " + errors);
    }
    return answer;
  }

  /** Ends the process at once, as a crash would. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
