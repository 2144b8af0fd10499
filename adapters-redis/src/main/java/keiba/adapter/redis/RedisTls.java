package keiba.adapter.redis;

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
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.SslOptions;

/** Encrypted connections to Redis. The server's certificate and its host name are always checked. */
final class RedisTls {
    private RedisTls() {}

    /**
     * Lets connections be encrypted.
     *
     * @param caFile certificates in PEM; empty for those that the JVM trusts
     * @throws IllegalArgumentException if the certificates cannot be read
     */
    static void set(DefaultJedisClientConfig.Builder config, Optional<Path> caFile) {
        if (caFile.isEmpty()) {
            config.sslOptions(SslOptions.defaults());
            return;
        }
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        config.ssl(true)
                .sslSocketFactory(context(caFile.get()).getSocketFactory())
                .sslParameters(parameters);
    }

    private static SSLContext context(Path caFile) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store(certificates(caFile)));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("no TLS on this JVM", impossible);
        }
    }

    private static KeyStore store(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry(Integer.toString(number), certificate);
            number++;
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path caFile) throws CertificateException {
        CertificateFactory reader = CertificateFactory.getInstance("X.509");
        Collection<? extends Certificate> certificates;
        try (InputStream file = Files.newInputStream(caFile)) {
            certificates = reader.generateCertificates(file);
        } catch (IOException | CertificateException unreadable) {
            throw new IllegalArgumentException(
                    "redis.ca-file (KEIBA_REDIS_CA_FILE): " + caFile + " cannot be read as certificates in PEM",
                    unreadable);
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(
                    "redis.ca-file (KEIBA_REDIS_CA_FILE): " + caFile + " holds no certificate");
        }
        return certificates;
    }
}
