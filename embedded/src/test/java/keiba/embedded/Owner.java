package keiba.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM that starts servers, reports them, and runs until it is killed or told to exit. */
final class Owner implements AutoCloseable {
    private static final String READY = "ready ";

    private final Process process;
    private final BufferedReader output;

    private Owner(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static Owner of(Path directory) throws IOException {
        return start(List.of(), "in", directory.toString());
    }

    static Owner ofTemporaryRedis(Path temporaryDirectory) throws IOException {
        return start(List.of("-Djava.io.tmpdir=" + temporaryDirectory), "temporary");
    }

    private static Owner start(List<String> options, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-Xmx128m"));
        all.addAll(options);
        return new Owner(Processes.jvm(all, Owner.class, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until its servers run, and returns them in the order PostgreSQL, Kafka, Redis. */
    List<Started> servers() throws IOException {
        String line = output.readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IllegalStateException("the owner did not start its servers: " + line);
        }
        return Stream.of(line.substring(READY.length()).split(" ", -1))
                .map(Started::parse)
                .toList();
    }

    record Started(long pid, int port) {
        static Started parse(String text) {
            List<String> parts = List.of(text.split(":", -1));
            return new Started(Long.parseLong(parts.get(0)), Integer.parseInt(parts.get(1)));
        }
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        Processes.awaitEnd(process);
    }

    void exit() throws IOException, InterruptedException {
        process.getOutputStream().close();
        Processes.awaitEnd(process);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("in")) {
            EmbeddedServers servers =
                    EmbeddedServers.start(Path.of(arguments[1])).closeAtExit();
            say(servers.postgres(), servers.kafka(), servers.redis());
        } else {
            say(EmbeddedRedis.shared());
        }
        System.in.read();
        System.exit(0);
    }

    private static void say(EmbeddedServer... servers) {
        System.out.println(READY
                + Stream.of(servers)
                        .map(server -> server.pid() + ":" + server.port())
                        .collect(Collectors.joining(" ")));
    }
}
