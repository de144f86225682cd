package dev.millrace.query;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.millrace.query");

    @Test
    void recallAndRecommendArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("..query.recall..", "..query.recommend..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.helidon..",
                        "org.apache.kafka..",
                        "io.micrometer..",
                        "..query.state..",
                        "..query.serve..",
                        "..query.http..",
                        "..query.config..")
                .because("a channel or a merge is tested with lists and rerun on logged inputs")
                .check(classes);
    }

    @Test
    void mergeRankAndRerankArePure() {
        String[] pure = {"..query.merge..", "..query.rank..", "..query.rerank.."};
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio..",
                        "java.net..",
                        "java.time..",
                        "io.helidon..",
                        "org.apache.kafka..",
                        "org.slf4j..",
                        "io.micrometer..",
                        "..query.state..",
                        "..query.serve..",
                        "..query.http..",
                        "..query.config..")
                .because("the same candidates, settings and request id give the same list, in a test and in a replay")
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(pure)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .because("the time is an argument")
                .check(classes);
    }

    @Test
    void onlyConfigKnowsTheConfigurationLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..query.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.config..")
                .because("everything else takes checked records")
                .check(classes);
    }

    @Test
    void onlyHttpKnowsTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..query.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.webserver..")
                .because("handlers translate, services think")
                .check(classes);
    }

    @Test
    void otherModulesAreReachedThroughTheContractOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("dev.millrace.cdc..", "dev.millrace.streams..", "dev.millrace.stack..")
                .because("processes share bytes, not code")
                .check(classes);
    }
}
