package dev.millrace.stack.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports nobody listens on at this moment.
public final class FreePorts {
    /// Below the range from which systems take ports for outgoing connections, so that none of those takes one away.
    private static final int FIRST = 20_000;

    private static final int COUNT = 12_000;

    /// Processes begin at different places; one process gives no port twice before all were given.
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 997 % COUNT));

    private FreePorts() {}

    /// A free TCP port on the loopback address. Another program may take it before the caller does.
    public static int one() {
        for (int tries = 0; tries < COUNT; tries++) {
            int port = FIRST + NEXT.getAndUpdate(next -> (next + 1) % COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free TCP port in %d..%d".formatted(FIRST, FIRST + COUNT - 1));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
