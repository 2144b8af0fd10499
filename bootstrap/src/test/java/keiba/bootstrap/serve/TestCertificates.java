package keiba.bootstrap.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority of a test, and the keys of a server at 127.0.0.1 and of a client that it has certified; made by the JDK's {@code keytool}. */
final class TestCertificates {
    static final String PASSWORD = "changeit";
    private static final String ALIAS = "user";

    private final Path directory;

    private TestCertificates(Path directory) {
        this.directory = directory;
    }

    static TestCertificates make(Path directory) {
        TestCertificates made = new TestCertificates(directory);
        made.makeAuthority();
        made.certify("server", "san=ip:127.0.0.1");
        made.certify("client", "eku=clientAuth");
        made.exportKey();
        return made;
    }

    /** Makes a key of this name, with the alias that PostgreSQL's driver expects, and lets the authority certify it. */
    private void certify(String name, String extension) {
        String store = name + ".p12";
        String request = file(name + ".request");
        String certificate = file(name + ".pem");
        keytool(store, "-genkeypair", "-alias", ALIAS, "-dname", "CN=" + name, "-keyalg", "EC");
        keytool(store, "-certreq", "-alias", ALIAS, "-file", request);
        keytool(
                "ca.p12",
                "-gencert",
                "-alias",
                "ca",
                "-rfc",
                "-ext",
                extension,
                "-infile",
                request,
                "-outfile",
                certificate);
        keytool(store, "-importcert", "-alias", "ca", "-noprompt", "-file", ca().toString());
        keytool(store, "-importcert", "-alias", ALIAS, "-noprompt", "-file", certificate);
    }

    /** Makes an authority alone, and returns its certificate in PEM. */
    static Path authority(Path directory) {
        TestCertificates made = new TestCertificates(directory);
        made.makeAuthority();
        return made.ca();
    }

    /** Makes a key store with the authority's certificate and no key, with {@link #PASSWORD}. */
    Path trustStore() {
        keytool("trust.p12", "-importcert", "-alias", "ca", "-noprompt", "-file", ca().toString());
        return directory.resolve("trust.p12");
    }

    private void makeAuthority() {
        keytool("ca.p12", "-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-keyalg", "EC", "-ext", "bc:c");
        keytool("ca.p12", "-exportcert", "-alias", "ca", "-rfc", "-file", ca().toString());
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private void keytool(String store, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-keystore",
                file(store),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + told);
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private void exportKey() {
        try {
            KeyStore store = KeyStore.getInstance(keyStore().toFile(), PASSWORD.toCharArray());
            byte[] encoded = store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
            Files.writeString(
                    key(),
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                            + "\n-----END PRIVATE KEY-----\n");
        } catch (IOException | GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The authority's certificate, in PEM. */
    Path ca() {
        return directory.resolve("ca.pem");
    }

    /** The server's certificate, in PEM. */
    Path certificate() {
        return directory.resolve("server.pem");
    }

    /** The server's key, in PEM. */
    Path key() {
        return directory.resolve("server.key");
    }

    /** The key and certificate of a client, with {@link #PASSWORD}. */
    Path clientKeyStore() {
        return directory.resolve("client.p12");
    }

    /** The server's key and certificate, with {@link #PASSWORD}. */
    Path keyStore() {
        return directory.resolve("server.p12");
    }
}
