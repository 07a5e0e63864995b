package dev.ggen.registry.bench;

import dev.ggen.registry.model.PackageName;
import dev.ggen.registry.model.Version;
import dev.ggen.registry.search.IndexedPackage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Packages that look like a real registry's: a few very common words in names, tags and
 * descriptions, a long tail of rare ones, one in eight in a scope, one in fifty deprecated. The
 * same seed and number always give the same package. Immutable.
 */
public final class PackageGenerator {
  /** Where dates begin; later numbers are not newer. */
  public static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");

  private static final List<String> TOPICS =
      words(
          "http client server json react vue angular router parser logger cache queue stream auth"
              + " token config cli test mock schema graphql rest grpc proto kafka redis postgres"
              + " mysql sqlite mongo search index crypto hash sign image video audio pdf csv xml"
              + " yaml toml markdown html css sass theme icon font chart table form date time"
              + " calendar map geo payment invoice order cart email sms push webhook metrics"
              + " tracing health deploy docker kubernetes helm terraform aws azure cloud storage"
              + " upload download archive zip diff merge git build bundle lint format compiler"
              + " template ontology sparql rdf workflow agent prompt embedding model vector"
              + " healthcare patient pharmacy bank finance ledger education quality");
  private static final List<String> SHAPES =
      words(
          "core utils kit lib plugin adapter driver client server tools helper loader wrapper"
              + " middleware provider engine manager bridge factory runner types sdk api starter"
              + " preset addon");
  private static final List<String> VERBS =
      words(
          "parse validate render stream generate compile convert manage monitor schedule encrypt"
              + " sign publish fetch cache index search route transform merge deploy test");
  private static final List<String> ADJECTIVES =
      words(
          "fast simple tiny modern typed secure minimal reliable flexible lightweight declarative"
              + " asynchronous incremental zero-dependency production-ready streaming portable");
  private static final List<String> GLUE =
      List.of("for", "with", "and", "in", "of the", "on top of", "without", "to");
  private static final List<String> CATEGORIES =
      List.of(
          "Enterprise",
          "healthcare",
          "finance",
          "ai-agents",
          "academic-paper",
          "quality-gate",
          "education",
          "ecommerce",
          "cli-tools",
          "networking",
          "database",
          "frontend",
          "Security",
          "observability",
          "data",
          "media",
          "devops",
          "templates",
          "testing",
          "showcase");
  private static final List<String> LICENSES = List.of("MIT", "Apache-2.0", "BSD-3-Clause", "ISC");
  private static final String SYLLABLES =
      "ba ce di fo gu ka le mi no pu ra se ti vo xu ya ze lor nix tan";

  private final long seed;
  private final List<String> rareWords;

  /** Makes a generator; equal seeds make equal packages. */
  public PackageGenerator(long seed) {
    this.seed = seed;
    Random random = new Random(seed);
    List<String> syllables = words(SYLLABLES);
    Set<String> rare = new LinkedHashSet<>();
    while (rare.size() < 20_000) {
      StringBuilder word = new StringBuilder();
      for (int left = 2 + random.nextInt(3); left > 0; left--) {
        word.append(pick(random, syllables));
      }
      rare.add(word.toString());
    }
    rareWords = List.copyOf(rare);
  }

  /** The first packages. */
  public List<IndexedPackage> packages(int count) {
    return IntStream.range(0, count).mapToObj(this::make).toList();
  }

  /** The package of a number; different numbers have different names. */
  public IndexedPackage make(int number) {
    Random random = new Random(seed * 1_000_003 + number);
    List<String> topics = new ArrayList<>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      topics.add(word(random));
    }
    List<String> labels = new ArrayList<>(topics);
    labels.add(common(random, TOPICS));
    return new IndexedPackage(
        new PackageName(name(random, topics, number)),
        Version.of("%d.%d.%d".formatted(random.nextInt(4), random.nextInt(12), random.nextInt(9))),
        description(random, topics),
        random.nextInt(10) == 0 ? null : common(random, CATEGORIES),
        labels.stream().distinct().toList(),
        List.of(common(random, TOPICS), word(random)),
        pick(random, LICENSES),
        "user" + random.nextInt(3000),
        EPOCH.plus(Duration.ofSeconds(random.nextInt(200_000_000))),
        random.nextInt(50) == 0 ? "Use something newer." : null);
  }

  private String name(Random random, List<String> topics, int number) {
    String scope = random.nextInt(8) == 0 ? "@" + rareWords.get(random.nextInt(500)) + "/" : "";
    String shape = random.nextInt(3) == 0 ? "" : "-" + common(random, SHAPES);
    // Every name is told from the others by its number, written as a word.
    return scope
        + String.join("-", topics)
        + shape
        + "-"
        + rareWords.get(number % 20_000)
        + (number < 20_000 ? "" : number / 20_000);
  }

  private String description(Random random, List<String> topics) {
    StringBuilder text = new StringBuilder(common(random, ADJECTIVES));
    text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
    topics.forEach(topic -> text.append(' ').append(topic));
    for (int left = 1 + random.nextInt(5); left > 0; left--) {
      text.append(' ').append(pick(random, GLUE));
      text.append(' ').append(common(random, VERBS)).append("ing");
      text.append(' ').append(word(random)).append('s');
    }
    return text.append('.').toString();
  }

  private String word(Random random) {
    return random.nextInt(3) == 0 ? pick(random, rareWords) : common(random, TOPICS);
  }

  /** The earlier in the list, the likelier. */
  private static String common(Random random, List<String> list) {
    double skewed = Math.pow(random.nextDouble(), 1.5);
    return list.get((int) (skewed * list.size()));
  }

  private static String pick(Random random, List<String> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static List<String> words(String text) {
    return List.of(text.toLowerCase(Locale.ROOT).split(" "));
  }
}
