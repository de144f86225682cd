package dev.millrace.stack.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// One kept HTTP/1.1 connection that sends the same bytes again and again: a load generator that costs next to
/// nothing, so that on a small machine the server is measured and not the client. One thread.
final class RawConnection implements AutoCloseable {
    private static final String PROTOCOL = "HTTP/1.1 ";
    private static final String LENGTH = "content-length:";
    private static final String DEGRADED = "x-degraded:";
    private static final int OK = 200;
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    RawConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// The bytes of a request.
    static byte[] request(String method, String path, byte[] body) {
        String head = "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n".formatted(method, path)
                + (body.length == 0
                        ? "\r\n"
                        : "Content-Type: application/x-protobuf\r\nContent-Length: %d\r\n\r\n".formatted(body.length));
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    /// The bytes of a GET.
    ///
    /// @param headers whole lines, such as `X-Request-ID: req_1`
    static byte[] get(String path, String... headers) {
        StringBuilder head = new StringBuilder("GET ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// An answer.
    ///
    /// @param degraded what it had to do without, as `X-Degraded` says; empty text when nothing
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Reply(int status, String degraded, byte[] body) {}

    /// Sends it and reads the answer's body.
    ///
    /// @throws IOException when the answer is not 200
    byte[] exchange(byte[] request) throws IOException {
        Reply reply = ask(request);
        if (reply.status() != OK) {
            throw new IOException("answered " + reply.status());
        }
        return reply.body();
    }

    /// Sends it and reads the answer, whatever its status.
    Reply ask(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        int status = status(line());
        int length = 0;
        String degraded = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (startsWith(header, LENGTH)) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            } else if (startsWith(header, DEGRADED)) {
                degraded = header.substring(DEGRADED.length()).strip();
            }
        }
        return new Reply(status, degraded, in.readNBytes(length));
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith(PROTOCOL)) {
            throw new IOException("answered " + line);
        }
        return Integer.parseInt(line.substring(PROTOCOL.length(), PROTOCOL.length() + 3));
    }

    private static boolean startsWith(String header, String name) {
        return header.regionMatches(true, 0, name, 0, name.length());
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the server closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
