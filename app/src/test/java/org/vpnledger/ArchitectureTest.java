package org.vpnledger;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md: each room and the rooms of ours that it may know. */
final class ArchitectureTest {
  private static final String OURS = "org.vpnledger.";

  /** One way only: what is not named here is forbidden. */
  private static final Map<String, List<String>> ARROWS =
      Map.ofEntries(
          Map.entry("vpn", List.of()),
          Map.entry("calendar", List.of()),
          Map.entry("kernel", List.of()),
          Map.entry("ledger", List.of("vpn", "calendar")),
          Map.entry("chain", List.of("vpn", "ledger")),
          Map.entry("source", List.of("vpn", "kernel", "container")),
          Map.entry("name", List.of("vpn")),
          Map.entry("container", List.of()),
          Map.entry("config", List.of("vpn", "name")),
          Map.entry("store", List.of("vpn", "calendar", "ledger", "chain")),
          Map.entry("report", List.of("vpn", "calendar", "ledger", "store")),
          Map.entry("files", List.of("vpn", "calendar", "ledger", "store", "report")),
          Map.entry(
              "audit", List.of("vpn", "calendar", "ledger", "chain", "store", "report", "files")),
          Map.entry("resource", List.of()),
          Map.entry("live", List.of("vpn", "ledger", "resource")),
          Map.entry("health", List.of("vpn", "ledger", "live", "report")),
          Map.entry("web", List.of()),
          Map.entry("spool", List.of()),
          Map.entry("flow", List.of("vpn", "kernel", "spool")),
          Map.entry("output", List.of()),
          Map.entry("page", List.of("vpn", "calendar", "ledger", "store", "report")),
          Map.entry("metrics", List.of("vpn", "ledger", "live", "resource", "output")),
          Map.entry("place", List.of("vpn", "ledger", "store")),
          Map.entry("service", List.of()),
          Map.entry(
              "doctor",
              List.of(
                  "vpn", "ledger", "chain", "kernel", "source", "name", "config", "store", "report",
                  "files", "audit", "hook", "place", "service")),
          Map.entry("hook", List.of("vpn", "ledger", "store", "report")),
          Map.entry(
              "cli", List.of("vpn", "calendar", "ledger", "store", "report", "flow", "spool")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.vpnledger");

  @Test
  void each_room_knows_only_the_rooms_that_it_may() {
    ARROWS.forEach((room, known) -> {
      List<String> allowed = new ArrayList<>(List.of(OURS + room + ".."));
      known.forEach(other -> allowed.add(OURS + other + ".."));
      noClasses()
          .that()
          .resideInAPackage(OURS + room + "..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.vpnledger..")
                  .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
          .because(room + " may know only " + known)
          .check(CLASSES);
    });
  }

  @Test
  void every_room_is_on_the_drawing() {
    List<String> rooms = new ArrayList<>(List.of(OURS + "daemon.."));
    ARROWS.keySet().forEach(room -> rooms.add(OURS + room + ".."));
    classes()
        .that()
        .resideInAPackage("org.vpnledger..")
        .should()
        .resideInAnyPackage(rooms.toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void rooms_do_not_go_in_circles() {
    slices().matching("org.vpnledger.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void the_core_needs_nothing_but_the_jdk() {
    classes()
        .that()
        .resideInAnyPackage(
            OURS + "vpn..", OURS + "calendar..", OURS + "ledger..", OURS + "chain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            OURS + "vpn..",
            OURS + "calendar..",
            OURS + "ledger..",
            OURS + "chain..")
        .check(CLASSES);
  }

  @Test
  void native_calls_are_made_in_the_kernel_room_only_and_it_needs_nothing_but_the_jdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage(OURS + "kernel..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(java.lang.foreign.Linker.class)
        .check(CLASSES);
    classes()
        .that()
        .resideInAPackage(OURS + "kernel..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..", OURS + "kernel..")
        .check(CLASSES);
  }

  @Test
  void
      only_the_store_and_the_readers_of_other_tools_databases_know_sql_and_nobody_starts_a_shell_or_reads_the_wall_clock_in_the_ledger() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            OURS + "store.sqlite..", OURS + "name.sqlite..", OURS + "flow.sql..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(OURS + "ledger..", OURS + "calendar..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackages(OURS + "source..", OURS + "hook..", OURS + "service..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ProcessBuilder.class)
        .check(CLASSES);
  }
}
