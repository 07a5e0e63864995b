package dev.ggen.libp2p.content;

import dev.ggen.libp2p.content.DownloadException.Reason;
import dev.ggen.libp2p.multiformats.Cid;
import dev.ggen.libp2p.multiformats.PeerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what is missing of an archive: finds providers, asks them, takes what comes. Runs on the
 * thread of its download; other threads only leave events in the mailbox.
 */
final class Fetching implements Exchange.Listener {
  private static final System.Logger LOG = System.getLogger(Fetching.class.getName());

  /** How long is waited before all sources are asked again when nobody is left: at first. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** And how long at the most; also how often others are looked for while some are there. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /**
   * How long a provider may have nothing: it may have begun to download just now, like this node.
   * Whoever is only connected is asked once.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DownloadRequest request;
  private final PartialArchive archive;
  private final Surroundings around;
  private final Mailbox mailbox;
  private final ProviderPool pool;
  private final ProviderHunt hunt;
  private final long deadline;
  private final Supplier<@Nullable Reason> stop;
  private final ProgressAccount account;

  private long lastArrival = System.nanoTime();
  private long nextHunt = lastArrival;
  private Duration pause = FIRST_PAUSE;
  private String lastTrouble = "nobody is known to have it";

  Fetching(
      DownloadRequest request,
      PartialArchive archive,
      Surroundings around,
      Mailbox mailbox,
      long deadline,
      Supplier<@Nullable Reason> stop,
      ProgressAccount account) {
    this.request = request;
    this.archive = archive;
    this.around = around;
    this.mailbox = mailbox;
    this.pool = new ProviderPool(around.settings().maxProviders(), around.order());
    this.hunt =
        new ProviderHunt(
            request.root(), around.sources(), found -> mailbox.post(new Mailbox.Found(found)));
    this.deadline = deadline;
    this.stop = stop;
    this.account = account;
  }

  /** Returns when every block is here. */
  void run() throws IOException, BadArchiveException, InterruptedException {
    try (hunt;
        Exchange.Session session = around.exchange().open(request.root(), this)) {
      session.want(archive.missing());
      request.hints().forEach(hint -> pool.found(hint, true, lastArrival));
      while (!archive.isComplete()) {
        long now = System.nanoTime();
        requireGoOn(now);
        look(now);
        pool.due(now).forEach(candidate -> ask(candidate, session));
        Mailbox.Event event = mailbox.take(RunningDownload.TICK.toNanos());
        if (event != null) {
          handle(event, session);
        }
        account.providers(pool.active(), System.nanoTime());
      }
    } finally {
      mailbox.close();
    }
  }

  private void requireGoOn(long now) throws DownloadException {
    Reason why = stop.get();
    if (why != null) {
      throw new DownloadException(why, "the download of " + request.root() + " was ended");
    }
    if (now - deadline > 0) {
      throw new DownloadException(
          Reason.DEADLINE,
          "%s took longer than %s".formatted(request.root(), around.settings().deadline()));
    }
    Duration patience = around.settings().patience();
    if (now - lastArrival > patience.toNanos()) {
      throw new DownloadException(
          Reason.NO_PROVIDERS,
          "nothing of %s came for %s; last: %s".formatted(request.root(), patience, lastTrouble));
    }
  }

  /** Asks the sources, and again after a while. */
  private void look(long now) {
    if (now - nextHunt < 0 || hunt.isLooking()) {
      return;
    }
    around.host().connections().stream()
        .map(connection -> Provider.of(connection.peer()))
        .forEach(provider -> pool.found(provider, false, now));
    hunt.begin();
    boolean alone = pool.active() == 0;
    nextHunt = now + (alone ? pause : LONGEST_PAUSE).toNanos();
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** Connects with a provider and lets the session ask it, on a thread that ends with the dial. */
  private void ask(ProviderPool.Candidate candidate, Exchange.Session session) {
    Provider provider = candidate.provider();
    Duration patience = candidate.likely() ? PATIENCE : Duration.ZERO;
    Thread.ofVirtual()
        .name("download-connect")
        .start(() -> {
          try {
            around.host().connect(provider.peer(), provider.addresses());
            session.add(provider.peer(), patience);
          } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> provider.peer() + ": " + e.getMessage());
            parted(
                new ProviderOutcome(
                    provider.peer(),
                    request.root(),
                    ProviderOutcome.Ending.UNREACHABLE,
                    0,
                    Duration.ZERO));
          }
        });
  }

  private void handle(Mailbox.Event event, Exchange.Session session)
      throws IOException, BadArchiveException {
    switch (event) {
      case Mailbox.Found found -> pool.found(found.provider(), true, System.nanoTime());
      case Mailbox.Arrived arrived -> take(arrived, session);
      case Mailbox.Parted parted -> take(parted.outcome());
      case Mailbox.Woken woken -> {}
    }
  }

  private void take(Mailbox.Arrived arrived, Exchange.Session session)
      throws IOException, BadArchiveException {
    lastArrival = System.nanoTime();
    pause = FIRST_PAUSE;
    pool.served(arrived.from());
    List<Cid> news = archive.take(arrived.cid(), arrived.block());
    if (!news.isEmpty()) {
      session.want(news);
    }
    around.exchange().appeared(arrived.cid());
    account.fetched(arrived.block().remaining(), archive.doneBytes(), lastArrival);
  }

  private void take(ProviderOutcome outcome) {
    lastTrouble = outcome.peer() + " " + outcome.ending();
    switch (outcome.ending()) {
      case BAD_BLOCK -> pool.ban(outcome.peer());
      case SERVED, HAS_NOTHING, UNREACHABLE, STALLED -> {
        pool.failed(outcome.peer(), System.nanoTime());
      }
    }
  }

  @Override
  public void arrived(PeerId from, Cid cid, ByteBuffer block) throws InterruptedException {
    mailbox.postBlock(new Mailbox.Arrived(from, cid, block));
  }

  @Override
  public void parted(ProviderOutcome outcome) {
    // At once: with the end of the download nobody looks into its mailbox any more.
    around.listener().parted(outcome);
    mailbox.post(new Mailbox.Parted(outcome));
  }
}
