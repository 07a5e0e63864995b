package dev.ggen.libp2p.transport.dns;

import dev.ggen.libp2p.multiformats.Multiaddr;
import dev.ggen.libp2p.multiformats.MultiformatException;
import dev.ggen.libp2p.multiformats.Protocol;
import dev.ggen.libp2p.transport.AddressResolver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Resolves names when they are needed. Lookups run on a few threads of their own, because the
 * system's resolver can't be interrupted; an answer that comes too late is thrown away.
 */
public final class DnsResolver implements AddressResolver {
  /** "Recursive lookups are allowed"; two levels are usual. */
  static final int MAX_DEPTH = 4;

  /** A name with more addresses than this is up to no good. */
  static final int MAX_RESULTS = 32;

  private static final int THREADS = 4;
  private static final int WAITING = 64;
  private static final String TXT_NAME = "_dnsaddr.";
  private static final String TXT_VALUE = "dnsaddr=";
  private static final ThreadPoolExecutor LOOKUPS = lookups();

  private final NameService names;

  /** Asks as this machine is configured to. */
  public DnsResolver() {
    this(new SystemNameService());
  }

  /** With another way to ask. */
  public DnsResolver(NameService names) {
    this.names = names;
  }

  private static ThreadPoolExecutor lookups() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("libp2p-dns-", 0).factory());
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  @Override
  public List<Multiaddr> resolve(Multiaddr address, Duration timeout) throws IOException {
    Set<Multiaddr> found = new LinkedHashSet<>();
    resolve(address, System.nanoTime() + timeout.toNanos(), MAX_DEPTH, found);
    return found.stream().limit(MAX_RESULTS).toList();
  }

  private void resolve(Multiaddr address, long deadlineNanos, int depth, Set<Multiaddr> found)
      throws IOException {
    if (address.components().isEmpty() || found.size() >= MAX_RESULTS) {
      return;
    }
    Multiaddr.Component first = address.components().getFirst();
    switch (first.protocol()) {
      case DNS -> addIps(first.value(), InetAddress.class, address, deadlineNanos, found);
      case DNS4 -> addIps(first.value(), Inet4Address.class, address, deadlineNanos, found);
      case DNS6 -> addIps(first.value(), Inet6Address.class, address, deadlineNanos, found);
      case DNSADDR -> addLinks(first.value(), address, deadlineNanos, depth, found);
      default -> found.add(address);
    }
  }

  private void addIps(
      String name,
      Class<? extends InetAddress> family,
      Multiaddr address,
      long deadlineNanos,
      Set<Multiaddr> found)
      throws IOException {
    for (InetAddress ip : within(deadlineNanos, name, () -> names.addresses(name))) {
      if (family.isInstance(ip)) {
        Protocol protocol = ip instanceof Inet4Address ? Protocol.IP4 : Protocol.IP6;
        found.add(replaceFirst(address, protocol, ip));
      }
    }
  }

  private static Multiaddr replaceFirst(Multiaddr address, Protocol protocol, InetAddress ip) {
    String text = ip.getHostAddress();
    int zone = text.indexOf('%');
    Multiaddr first =
        Multiaddr.parse("/" + protocol.text() + "/" + (zone < 0 ? text : text.substring(0, zone)));
    Multiaddr.Component[] rest =
        address.components().stream().skip(1).toArray(Multiaddr.Component[]::new);
    return rest.length == 0 ? first : first.encapsulate(Multiaddr.of(rest));
  }

  private void addLinks(
      String name, Multiaddr address, long deadlineNanos, int depth, Set<Multiaddr> found)
      throws IOException {
    if (depth == 0) {
      throw new IOException(
          "/dnsaddr/" + name + " leads through more than " + MAX_DEPTH + " names");
    }
    List<Multiaddr.Component> suffix = address.components().subList(1, address.components().size());
    for (String text : within(deadlineNanos, name, () -> names.texts(TXT_NAME + name))) {
      if (text.startsWith(TXT_VALUE) && found.size() < MAX_RESULTS) {
        for (Multiaddr link : matching(text.substring(TXT_VALUE.length()), suffix)) {
          resolve(link, deadlineNanos, depth - 1, found);
        }
      }
    }
  }

  /** "Suffix matching": what stands behind the name must stand at the end of the link. */
  private static List<Multiaddr> matching(String text, List<Multiaddr.Component> suffix) {
    List<Multiaddr> matching = new ArrayList<>(1);
    try {
      Multiaddr link = Multiaddr.parse(text.strip());
      int size = link.components().size();
      if (size >= suffix.size()
          && link.components().subList(size - suffix.size(), size).equals(suffix)) {
        matching.add(link);
      }
    } catch (MultiformatException e) {
      // Protocols that are not known here may stand beside others that are.
      return List.of();
    }
    return matching;
  }

  private static <T> T within(long deadlineNanos, String name, Callable<T> lookup)
      throws IOException {
    Future<T> answer;
    try {
      answer = LOOKUPS.submit(lookup);
    } catch (RejectedExecutionException e) {
      throw new IOException("can't look up " + name + ": too many lookups are under way", e);
    }
    try {
      return answer.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException("can't look up " + name + ": no answer in time", e);
    } catch (ExecutionException e) {
      throw new IOException("can't look up " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while looking up " + name);
    } finally {
      answer.cancel(true);
    }
  }
}
