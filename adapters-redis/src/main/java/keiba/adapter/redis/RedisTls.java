package keiba.adapter.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.SslOptions;

/** Encrypted connections to Redis. The server's certificate and its host name are always checked. */
final class RedisTls {
    private static final String STORE_TYPE = "PKCS12";

    /**
     * The password of the certificate store. It protects nothing, because the store contains public certificates and
     * stays in memory.
     */
    private static final String PASSWORD = "certificates";

    private RedisTls() {}

    /**
     * Configures encrypted connections.
     *
     * @param caFile certificates in PEM; empty for those that the JVM trusts
     * @throws IllegalArgumentException if the certificates cannot be read
     */
    static void set(DefaultJedisClientConfig.Builder config, Optional<Path> caFile) {
        config.sslOptions(caFile.map(RedisTls::trusting).orElseGet(SslOptions::defaults));
    }

    private static SslOptions trusting(Path caFile) {
        byte[] store = store(certificates(caFile));
        return SslOptions.builder()
                .trustStoreType(STORE_TYPE)
                .truststore(() -> new ByteArrayInputStream(store), PASSWORD.toCharArray())
                .build();
    }

    /** Returns the certificates as a key store, which is the only form that the client accepts. */
    private static byte[] store(Collection<? extends Certificate> certificates) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            KeyStore store = KeyStore.getInstance(STORE_TYPE);
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry(Integer.toString(number), certificate);
                number++;
            }
            store.store(bytes, PASSWORD.toCharArray());
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("this JVM cannot write a key store of type " + STORE_TYPE, impossible);
        }
    }

    private static Collection<? extends Certificate> certificates(Path caFile) {
        Collection<? extends Certificate> certificates;
        try (InputStream file = Files.newInputStream(caFile)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(file);
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(
                    "redis.ca-file (KEIBA_REDIS_CA_FILE): " + caFile + " cannot be read as certificates in PEM",
                    unreadable);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "redis.ca-file (KEIBA_REDIS_CA_FILE): " + caFile + " does not contain a certificate");
        }
        return certificates;
    }
}
