package dev.millrace.stack.cdc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;

/// Key stores for a test, made with the JDK's own tool.
record Certificates(Path folder) {
    static final String PASSWORD = "store-password-of-this-test";

    /// A key for 127.0.0.1, signed by itself.
    Path key(String name) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        Process made = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home", ""), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
        return store;
    }

    /// A store that trusts the key in another.
    Path trusting(Path keyStore) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return trusting(keys.getCertificate("server"), keyStore.getFileName() + ".trust.p12");
    }

    /// A store that trusts an authority whose certificate is in a PEM file.
    Path trustingPem(Path pem) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pem)) {
            return trusting(
                    CertificateFactory.getInstance("X.509").generateCertificate(in), pem.getFileName() + ".trust.p12");
        }
    }

    private Path trusting(Certificate certificate, String name) throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", certificate);
        Path store = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(store)) {
            trust.store(out, PASSWORD.toCharArray());
        }
        return store;
    }
}
