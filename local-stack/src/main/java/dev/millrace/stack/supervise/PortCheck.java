package dev.millrace.stack.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/// Finds out before anything starts that a port is taken, and by whom.
public final class PortCheck {

    private PortCheck() {}

    /// Refuses to go on when a port is taken.
    ///
    /// @param ports port → what it is for
    /// @throws StackException naming each busy port, its purpose and its owner
    public static void requireFree(Map<Integer, String> ports) {
        List<String> busy = ports.entrySet().stream()
                .filter(entry -> !isFree(entry.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> "port %d, needed for %s, is taken by %s"
                        .formatted(entry.getKey(), entry.getValue(), PortOwner.of(entry.getKey())))
                .toList();
        if (!busy.isEmpty()) {
            throw new StackException(String.join("\n", busy)
                    + "\nStop that program, or choose other ports: --port N uses" + " N to N+6.");
        }
    }

    /// Whether nobody listens on that port of 127.0.0.1.
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
