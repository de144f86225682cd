package dev.millrace.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// House rules of this module.
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter().importPath(Path.of("target/classes"));

    @Test
    void onlyConfigKnowsTheConfigurationLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.streams.config")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon.config..")
                .check(CODE);
    }

    @Test
    void onlyTheQueryEndpointKnowsHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.millrace.streams.query")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.webserver..", "io.helidon.http..")
                .check(CODE);
    }

    @Test
    void whatRowsMeanIsPure() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Contribution")
                .or()
                .haveSimpleName("CatalogueRow")
                .or()
                .haveSimpleName("ActorPairs")
                .or()
                .haveSimpleName("Pairing")
                .or()
                .haveSimpleName("PairDifference")
                .or()
                .haveSimpleName("ItemCounters")
                .or()
                .haveSimpleName("WindowRanking")
                .or()
                .haveSimpleName("ActionRows")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("org.apache.kafka..", "io.helidon..")
                .check(CODE);
    }
}
