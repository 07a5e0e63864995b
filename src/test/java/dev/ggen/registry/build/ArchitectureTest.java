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
  private static final String ROOT = "dev.ggen.registry";

  /** Which packages of ours each package may use; one that is not listed fails. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("", Set.of("app")),
          Map.entry(
              "app",
              Set.of(
                  "web",
                  "central",
                  "central.store",
                  "archive",
                  "blob",
                  "search",
                  "api",
                  "port",
                  "model")),
          Map.entry("web", Set.of("api", "port", "model")),
          Map.entry(
              "cli",
              Set.of(
                  "cli.install", "cli.remote", "cli.resolve", "archive", "api", "port", "model")),
          Map.entry("cli.install", Set.of("cli.remote", "cli.resolve", "api", "model")),
          Map.entry("cli.remote", Set.of("api", "model")),
          Map.entry("cli.resolve", Set.of("model")),
          Map.entry(
              "central", Set.of("central.store", "archive", "blob", "search", "port", "model")),
          Map.entry("central.store", Set.of("port", "model")),
          Map.entry("archive", Set.of("port", "model")),
          Map.entry("blob", Set.of("port", "model")),
          Map.entry("search", Set.of("port", "model")),
          Map.entry("api", Set.of("port", "model")),
          Map.entry("port", Set.of("model")),
          Map.entry("model", Set.of()));

  private static final Set<String> WITH_SPRING =
      Set.of("", "app", "web", "central", "central.store");

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
        .that(DescribedPredicate.describe("are outside app", type -> !layerOf(type).equals("app")))
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
        .byAnyPackage(ROOT + ".central.store..")
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
