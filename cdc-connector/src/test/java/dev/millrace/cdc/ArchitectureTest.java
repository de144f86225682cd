package dev.millrace.cdc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.millrace.cdc");

    @Test
    void only_config_reads_configuration() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..config..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon.config..")
                .check(classes);
    }

    @Test
    void privacy_knows_neither_engine_nor_sink() {
        noClasses()
                .that()
                .resideInAPackage("..privacy..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.millrace.cdc.capture..", "dev.millrace.cdc.publish..", "io.debezium..")
                .check(classes);
    }
}
