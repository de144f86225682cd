package dev.millrace.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompressionTest {

    @Test
    void gzipIsAcceptedWhenItIsNamedWithAWeight() {
        for (String accepted : List.of(
                "gzip",
                "GZIP",
                "x-gzip",
                "deflate, gzip",
                "br;q=1.0, gzip;q=0.8, *;q=0.1",
                "gzip ; q = 0.001",
                "gzip;q=1")) {
            assertThat(Compression.isAccepted(accepted)).as(accepted).isTrue();
        }
    }

    @Test
    void anythingElseIsSentAsItIs() {
        for (String refused :
                List.of("", "identity", "br", "*", "gzip;q=0", "gzip; q=0.000", "gzipped", "deflate,", ";,=")) {
            assertThat(Compression.isAccepted(refused)).as(refused).isFalse();
        }
    }
}
