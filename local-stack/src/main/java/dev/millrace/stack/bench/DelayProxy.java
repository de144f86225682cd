package dev.millrace.stack.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands between two processes on this machine as a network would: holds back each answer for a time. Connections
/// carry
/// one question at a time, as HTTP/1.1 without pipelining does.
final class DelayProxy implements AutoCloseable {
    private static final int BUFFER = 256 << 10;

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Delay delay = Delay.NONE;

    /// How long answers are held back.
    ///
    /// @param all every answer
    /// @param word what a question has to hold to count as slow; empty text when none does
    /// @param slow the answer to a slow question
    record Delay(Duration all, String word, Duration slow) {
        static final Delay NONE = of(Duration.ZERO);

        static Delay of(Duration all) {
            return new Delay(all, "", all);
        }

        private boolean isSlow(String question) {
            return !word.isEmpty() && question.contains(word);
        }
    }

    private DelayProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /// Listens on a free port of this machine alone.
    ///
    /// @param target port that connections are carried on to; somebody has to listen there only when one comes
    static DelayProxy start(int target) throws IOException {
        DelayProxy proxy = new DelayProxy(new ServerSocket(0, BUFFER >> 10, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().name("accept").start(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /// From the next answer on.
    void delay(Delay next) {
        delay = next;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> carry(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void carry(Socket client) {
        try (client;
                Socket other = new Socket(InetAddress.getLoopbackAddress(), target)) {
            carry(client, other);
        } catch (IOException e) {
            // one of the two is gone, and with this the other's connection is, too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Socket client, Socket other) throws IOException, InterruptedException {
        open.addAll(List.of(client, other));
        try {
            client.setTcpNoDelay(true);
            other.setTcpNoDelay(true);
            AtomicBoolean slow = new AtomicBoolean();
            Thread back = Thread.ofVirtual().start(() -> answers(other, client, slow));
            questions(client, other, slow);
            other.close();
            back.join();
        } finally {
            List.of(client, other).forEach(open::remove);
        }
    }

    private void questions(Socket client, Socket other, AtomicBoolean slow) throws IOException {
        byte[] buffer = new byte[BUFFER];
        InputStream in = client.getInputStream();
        OutputStream out = other.getOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            if (delay.isSlow(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))) {
                slow.set(true);
            }
            out.write(buffer, 0, read);
        }
    }

    private void answers(Socket other, Socket client, AtomicBoolean slow) {
        byte[] buffer = new byte[BUFFER];
        try (client) {
            InputStream in = other.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Delay now = delay;
                pause(slow.getAndSet(false) ? now.slow() : now.all());
                int length = read;
                while (in.available() > 0 && length < buffer.length) { // the rest of the same answer
                    length += Math.max(0, in.read(buffer, length, buffer.length - length));
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // as in carry
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        }
    }

    /// Ends all connections.
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
