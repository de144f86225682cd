package dev.millrace.stack.cdc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A network that a test can cut: passes bytes from its own port on 127.0.0.1 to another one.
final class TcpProxy implements AutoCloseable {
    private static final int CONNECT_MS = 2_000;

    private final ServerSocket server;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean open = true;

    TcpProxy(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("proxy").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /// Where new connections lead from now on.
    void leadTo(int port) {
        target = port;
    }

    /// Ends all connections and refuses new ones.
    void cut() {
        open = false;
        links.forEach(Link::close);
    }

    /// Lets new connections through.
    void mend() {
        open = true;
    }

    /// What is connected stays so and hears nothing any more, as behind a firewall that has forgotten it; new
    /// connections get through.
    void forget() {
        links.forEach(link -> link.forgotten = true);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (open) {
                    new Link(client).start();
                } else {
                    client.close();
                }
            } catch (IOException e) {
                // closed, or the target is away: the client sees its connection end
            }
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket far = new Socket();
        private volatile boolean forgotten;

        private Link(Socket client) {
            this.client = client;
        }

        private void start() {
            links.add(this);
            Thread.ofVirtual().start(() -> {
                try {
                    far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MS);
                    Thread.ofVirtual().start(() -> pass(client, far));
                    pass(far, client);
                } catch (IOException e) {
                    close();
                }
            });
        }

        private void pass(Socket from, Socket to) {
            byte[] buffer = new byte[16_384];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!forgotten) {
                        out.write(buffer, 0, read);
                    }
                }
            } catch (IOException e) {
                // ends below
            }
            if (!forgotten) {
                close();
            }
        }

        private void close() {
            links.remove(this);
            try (client;
                    far) {
                forgotten = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        links.forEach(Link::close);
    }
}
