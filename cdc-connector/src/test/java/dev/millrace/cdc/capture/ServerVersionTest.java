package dev.millrace.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cdc.config.Flavour;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {

    @ParameterizedTest
    @CsvSource({
        "MYSQL, 8.0.15",
        "MYSQL, 8.0.43-0ubuntu0.24.04.1",
        "MYSQL, 9.7.4-2",
        "MARIADB, 10.11.19-MariaDB-0+deb12u1-log",
        "MARIADB, 5.5.5-10.11.6-MariaDB-log",
    })
    void a_tested_server_of_the_right_flavour_is_fine(Flavour flavour, String version) {
        assertThat(new ServerVersion(version).judge("business", flavour)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MYSQL, 5.7.44", "MYSQL, 8.4.6", "MYSQL, 10.0.1", "MARIADB, 10.3.1-MariaDB", "MARIADB, strange mariadb"
    })
    void a_series_that_is_not_tested_is_a_warning(Flavour flavour, String version) {
        assertThat(new ServerVersion(version).judge("business", flavour)).hasValueSatisfying(finding -> {
            assertThat(finding.fatal()).isFalse();
            assertThat(finding.what()).contains(version).endsWith("of a series that is not tested");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "MYSQL, 10.11.19-MariaDB-log, flavour is mysql but the server is MariaDB, mariadb, cdc-connector-mariadb",
        "MARIADB, 8.0.15, flavour is mariadb but the server is MySQL, mysql, cdc-connector",
    })
    void a_wrong_flavour_is_fatal_and_the_right_one_is_named(
            Flavour flavour, String version, String what, String right, String module) {
        assertThat(new ServerVersion(version).judge("matomo", flavour)).hasValueSatisfying(finding -> {
            assertThat(finding.fatal()).isTrue();
            assertThat(finding.what()).isEqualTo(what + " " + version);
            assertThat(finding.remedy())
                    .isEqualTo("set databases.matomo.flavour to " + right
                            + " and start the process with the class path of " + module);
        });
    }
}
