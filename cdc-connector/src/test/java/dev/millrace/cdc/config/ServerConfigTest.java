package dev.millrace.cdc.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigTest {

    @ParameterizedTest
    @CsvSource({"0.0.0.0,127.0.0.1", "::,127.0.0.1", "::1,[::1]", "cdc.example,cdc.example"})
    void a_program_on_this_machine_reaches_it_by_a_name_that_fits_into_a_uri(String host, String name) {
        String reachable = new ServerConfig(host, 8301).reachableHost();

        assertThat(reachable).isEqualTo(name);
        assertThat(URI.create("http://" + reachable + ":8301").getHost()).isEqualTo(name);
    }
}
