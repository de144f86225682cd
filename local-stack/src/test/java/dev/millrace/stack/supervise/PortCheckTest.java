package dev.millrace.stack.supervise;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.stack.embedded.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PortCheckTest {

    @Test
    void namesPortPurposeAndOwner() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> PortCheck.requireFree(Map.of(port, "kafka")))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("port " + port + ", needed for kafka, is taken by java (pid "
                            + ProcessHandle.current().pid() + ")")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void letsFreePortsPass() {
        assertThatNoException().isThrownBy(() -> PortCheck.requireFree(Map.of(FreePorts.one(), "kafka")));
    }
}
