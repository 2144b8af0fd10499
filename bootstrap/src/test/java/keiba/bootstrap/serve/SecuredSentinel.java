package keiba.bootstrap.serve;

import java.io.IOException;
import java.nio.file.Path;
import keiba.embedded.Ports;

/** A Redis Sentinel that listens on encrypted connections alone, and requires certificates of its clients. */
record SecuredSentinel(Process process, int port) implements AutoCloseable {
    static final String MASTER = "boards";

    static SecuredSentinel watch(SecuredServers servers, Path directory) throws IOException {
        int port = Ports.free();
        TestCertificates certificates = servers.certificates();
        String settings = """
                bind 127.0.0.1
                port 0
                tls-port %d
                tls-cert-file %s
                tls-key-file %s
                tls-ca-cert-file %s
                tls-auth-clients yes
                tls-replication yes
                sentinel monitor %s 127.0.0.1 %d 1
                """.formatted(
                port, certificates.certificate(), certificates.key(), certificates.ca(), MASTER, servers.redisPort());
        Process process = servers.shared().redis().startSentinel(directory, settings);
        return new SecuredSentinel(process, port);
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
