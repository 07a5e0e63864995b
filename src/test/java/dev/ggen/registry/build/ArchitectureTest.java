package dev.ggen.registry.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of packages and what each may use. Changing it needs a note in docs/adr. */
class ArchitectureTest {
  private static final String ROOT = "dev.ggen";

  private static final Set<String> PROTOCOLS_USE =
      Set.of(
          "libp2p.host",
          "libp2p.negotiate",
          "libp2p.transport",
          "libp2p.crypto",
          "libp2p.multiformats");

  /** Which packages of ours each package may use; one that is not listed fails. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("registry", Set.of("registry.app")),
          Map.entry(
              "registry.app",
              Set.of(
                  "registry.web",
                  "registry.central",
                  "registry.central.store",
                  "registry.archive",
                  "registry.blob",
                  "registry.search",
                  "registry.api",
                  "registry.port",
                  "registry.model")),
          Map.entry("registry.web", Set.of("registry.api", "registry.port", "registry.model")),
          Map.entry(
              "registry.cli",
              Set.of(
                  "registry.cli.install",
                  "registry.cli.remote",
                  "registry.cli.resolve",
                  "registry.archive",
                  "registry.api",
                  "registry.port",
                  "registry.model")),
          Map.entry(
              "registry.cli.install",
              Set.of(
                  "registry.cli.remote", "registry.cli.resolve", "registry.api", "registry.model")),
          Map.entry("registry.cli.remote", Set.of("registry.api", "registry.model")),
          Map.entry("registry.cli.resolve", Set.of("registry.model")),
          Map.entry(
              "registry.central",
              Set.of(
                  "registry.central.store",
                  "registry.archive",
                  "registry.blob",
                  "registry.search",
                  "registry.port",
                  "registry.model")),
          Map.entry(
              "registry.p2p",
              Set.of(
                  "registry.p2p.cache",
                  "registry.p2p.catalogue",
                  "registry.p2p.protocol",
                  "registry.p2p.record",
                  "registry.p2p.reputation",
                  "registry.p2p.trust",
                  "registry.archive",
                  "registry.blob",
                  "registry.port",
                  "registry.model",
                  "libp2p.bandwidth",
                  "libp2p.bitswap",
                  "libp2p.content",
                  "libp2p.gossipsub",
                  "libp2p.identify",
                  "libp2p.kad",
                  "libp2p.mdns",
                  "libp2p.ping",
                  "libp2p.unixfs",
                  "libp2p.host",
                  "libp2p.crypto",
                  "libp2p.multiformats")),
          Map.entry("registry.p2p.reputation", Set.of("libp2p.multiformats")),
          Map.entry(
              "registry.p2p.cache",
              Set.of(
                  "libp2p.bitswap",
                  "libp2p.unixfs",
                  "libp2p.multiformats",
                  "registry.blob",
                  "registry.model")),
          Map.entry(
              "registry.p2p.protocol",
              Set.of(
                  "registry.p2p.catalogue",
                  "registry.p2p.reconcile",
                  "registry.p2p.record",
                  "registry.p2p.trust",
                  "libp2p.host",
                  "libp2p.negotiate",
                  "libp2p.transport",
                  "libp2p.crypto",
                  "libp2p.multiformats",
                  "registry.port",
                  "registry.model")),
          Map.entry(
              "registry.p2p.reconcile", Set.of("registry.p2p.catalogue", "libp2p.multiformats")),
          Map.entry(
              "registry.p2p.catalogue",
              Set.of(
                  "registry.p2p.record",
                  "registry.p2p.trust",
                  "registry.search",
                  "libp2p.crypto",
                  "libp2p.multiformats",
                  "registry.port",
                  "registry.model")),
          Map.entry(
              "registry.p2p.trust",
              Set.of(
                  "registry.p2p.record", "libp2p.crypto", "libp2p.multiformats", "registry.model")),
          Map.entry(
              "registry.p2p.record",
              Set.of("libp2p.kad", "libp2p.crypto", "libp2p.multiformats", "registry.model")),
          Map.entry("registry.central.store", Set.of("registry.port", "registry.model")),
          Map.entry("registry.archive", Set.of("registry.port", "registry.model")),
          Map.entry("registry.blob", Set.of("registry.port", "registry.model")),
          Map.entry("registry.search", Set.of("registry.port", "registry.model")),
          Map.entry("registry.api", Set.of("registry.port", "registry.model")),
          Map.entry("registry.port", Set.of("registry.model")),
          Map.entry("registry.model", Set.of()),
          Map.entry(
              "libp2p.content",
              Set.of(
                  "libp2p.bitswap",
                  "libp2p.unixfs",
                  "libp2p.host",
                  "libp2p.negotiate",
                  "libp2p.transport",
                  "libp2p.crypto",
                  "libp2p.multiformats")),
          Map.entry("libp2p.unixfs", Set.of("libp2p.multiformats")),
          Map.entry("libp2p.bandwidth", PROTOCOLS_USE),
          Map.entry("libp2p.bitswap", PROTOCOLS_USE),
          Map.entry("libp2p.gossipsub", PROTOCOLS_USE),
          Map.entry("libp2p.kad", PROTOCOLS_USE),
          Map.entry("libp2p.mdns", PROTOCOLS_USE),
          Map.entry("libp2p.perf", PROTOCOLS_USE),
          Map.entry("libp2p.ping", PROTOCOLS_USE),
          Map.entry("libp2p.identify", PROTOCOLS_USE),
          Map.entry(
              "libp2p.host",
              Set.of(
                  "libp2p.transport.dns",
                  "libp2p.transport.tcp",
                  "libp2p.negotiate",
                  "libp2p.mux",
                  "libp2p.security",
                  "libp2p.transport",
                  "libp2p.crypto",
                  "libp2p.multiformats")),
          Map.entry("libp2p.negotiate", Set.of("libp2p.transport", "libp2p.multiformats")),
          Map.entry("libp2p.mux", Set.of("libp2p.transport")),
          Map.entry(
              "libp2p.security",
              Set.of("libp2p.transport", "libp2p.crypto", "libp2p.multiformats")),
          Map.entry("libp2p.transport.memory", Set.of("libp2p.transport", "libp2p.multiformats")),
          Map.entry("libp2p.transport.tcp", Set.of("libp2p.transport", "libp2p.multiformats")),
          Map.entry("libp2p.transport.dns", Set.of("libp2p.transport", "libp2p.multiformats")),
          Map.entry("libp2p.transport.pnet", Set.of("libp2p.transport", "libp2p.multiformats")),
          Map.entry("libp2p.transport", Set.of("libp2p.multiformats")),
          Map.entry("libp2p.crypto", Set.of("libp2p.multiformats")),
          Map.entry("libp2p.multiformats", Set.of()));

  private static final Set<String> WITH_SPRING =
      Set.of(
          "registry", "registry.app", "registry.web", "registry.central", "registry.central.store");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyPackageStandsInTheTable() {
    Set<String> found =
        classes.stream()
            .map(ArchitectureTest::layerOf)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(MAY_USE.keySet()).containsAll(found);
  }

  @Test
  void packagesUseOnlyWhatTheTableAllows() {
    MAY_USE.forEach((layer, allowed) ->
        noClasses()
            .that(inLayer(layer))
            .should()
            .dependOnClassesThat(outside(layer, allowed))
            .because("the table of ArchitectureTest lets '" + layer + "' use only " + allowed)
            .allowEmptyShould(true)
            .check(classes));
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void springStaysAtTheEdgesAndInTheWiring() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are outside " + WITH_SPRING, type -> !WITH_SPRING.contains(layerOf(type))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(classes);
  }

  @Test
  void metricsStayInTheCompositionRoot() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are outside app", type -> !layerOf(type).equals("registry.app")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.micrometer..")
        .check(classes);
  }

  @Test
  void entitiesNeverLeaveTheStore() {
    classes()
        .that()
        .areAnnotatedWith("jakarta.persistence.Entity")
        .should()
        .bePackagePrivate()
        .orShould()
        .onlyBeAccessed()
        .byAnyPackage(ROOT + ".registry.central.store..")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void namesSayWhatATypeIs() {
    noClasses()
        .should()
        .haveNameMatching(".*\\.\\w+(Impl|Util|Utils|Helper|Manager|Base)")
        .check(classes);
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    Set<String> unmarked =
        classes.stream()
            .map(JavaClass::getPackage)
            .filter(p -> p.tryGetPackageInfo().isEmpty() || !isNullMarked(p))
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unmarked).isEmpty();
  }

  private static boolean isNullMarked(JavaPackage javaPackage) {
    return javaPackage.isAnnotatedWith("org.jspecify.annotations.NullMarked");
  }

  private static DescribedPredicate<JavaClass> inLayer(String layer) {
    return DescribedPredicate.describe(
        "are in layer '" + layer + "'", type -> layerOf(type).equals(layer));
  }

  private static DescribedPredicate<JavaClass> outside(String layer, Set<String> allowed) {
    return DescribedPredicate.describe(
        "are ours and outside " + allowed,
        type ->
            type.getPackageName().startsWith(ROOT)
                && !layerOf(type).equals(layer)
                && !allowed.contains(layerOf(type)));
  }

  /** The longest entry of the table that the type's package lies in, else the package itself. */
  private static String layerOf(JavaClass type) {
    String name = type.getPackageName().substring(ROOT.length());
    String path = name.isEmpty() ? "" : name.substring(1);
    return MAY_USE.keySet().stream()
        .filter(layer -> path.equals(layer) || (!layer.isEmpty() && path.startsWith(layer + ".")))
        .max(Comparator.comparingInt(String::length))
        .orElse(path);
  }
}
