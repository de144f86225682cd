package dev.millrace.embedding;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.onnxruntime.OrtEnvironment;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.millrace.embedding");

    @Test
    void textsAndTokensArePure() {
        noClasses()
                .that()
                .resideInAnyPackage("..embedding.text..", "..embedding.token..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "ai.onnxruntime..",
                        "io.helidon..",
                        "io.micrometer..",
                        "..embedding.model..",
                        "..embedding.vector..",
                        "..embedding.config..")
                .because("what a model reads is tested with texts alone")
                .check(classes);
    }

    @Test
    void onlyOneClassMakesTheEnvironmentOfOnnxruntime() {
        noClasses()
                .that()
                .doNotHaveSimpleName("OnnxRuntime")
                .should()
                .callMethodWhere(target(name("getEnvironment")).and(target(owner(assignableTo(OrtEnvironment.class)))))
                .because("it switches telemetry off before")
                .check(classes);
    }

    @Test
    void onlyModelKnowsTheRuntimeOfModels() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..embedding.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.onnxruntime..", "dev.langchain4j..")
                .because("it can be replaced")
                .check(classes);
    }

    @Test
    void onlyConfigKnowsTheConfigurationLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..embedding.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.config..")
                .because("everything else takes checked records")
                .check(classes);
    }

    @Test
    void onlyHealthKnowsTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..embedding.health..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.helidon.webserver..")
                .because("probes look at the work, they are no part of it")
                .check(classes);
    }

    @Test
    void otherModulesAreReachedThroughTheContractOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.millrace.cdc..", "dev.millrace.streams..", "dev.millrace.query..", "dev.millrace.stack..")
                .because("processes share bytes, not code")
                .check(classes);
    }
}
