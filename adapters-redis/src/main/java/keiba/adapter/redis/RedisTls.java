package keiba.adapter.redis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Collections;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.SslOptions;

/** Encrypted connections to Redis. The server's certificate and its host name are always checked. */
final class RedisTls {
    private static final String STORE_TYPE = "PKCS12";
    private static final String KEY_STORE = "redis.key-store (KEIBA_REDIS_KEY_STORE): ";

    /**
     * The password of the certificate store. It protects nothing, because the store contains public certificates and
     * stays in memory.
     */
    private static final String PASSWORD = "certificates";

    private RedisTls() {}

    /**
     * Configures encrypted connections.
     *
     * @throws IllegalArgumentException if the certificates or the key of the client cannot be read
     */
    static void set(DefaultJedisClientConfig.Builder config, RedisAccess access) {
        SslOptions.Builder options = SslOptions.builder();
        access.caFile().ifPresent(file -> trust(options, file));
        access.clientKey().ifPresent(key -> identify(options, key));
        config.sslOptions(options.build());
    }

    private static void trust(SslOptions.Builder options, Path caFile) {
        byte[] store = store(certificates(caFile));
        options.trustStoreType(STORE_TYPE).truststore(() -> new ByteArrayInputStream(store), PASSWORD.toCharArray());
    }

    private static void identify(SslOptions.Builder options, RedisAccess.ClientKey key) {
        requireKey(key);
        options.keyStoreType(STORE_TYPE)
                .keystore(key.file().toFile(), key.password().toCharArray());
    }

    /** Reads the key once, so that a wrong file or password is told at the start and not by every connection. */
    private static void requireKey(RedisAccess.ClientKey key) {
        char[] password = key.password().toCharArray();
        try (InputStream file = Files.newInputStream(key.file())) {
            KeyStore store = KeyStore.getInstance(STORE_TYPE);
            store.load(file, password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    store.getKey(alias, password);
                    return;
                }
            }
        } catch (NoSuchFileException missing) {
            throw new IllegalArgumentException(KEY_STORE + key.file() + " does not exist", missing);
        } catch (AccessDeniedException denied) {
            throw new IllegalArgumentException(
                    KEY_STORE + key.file() + " cannot be read by the user of this process", denied);
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new IllegalArgumentException(
                    KEY_STORE + key.file()
                            + " cannot be read as a PKCS #12 key store with the password in redis.key-store-password",
                    unreadable);
        }
        throw new IllegalArgumentException(KEY_STORE + key.file() + " does not contain a private key");
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
