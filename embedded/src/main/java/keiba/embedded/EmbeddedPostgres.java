package keiba.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** PostgreSQL: UTF-8, UTC, at most 200 connections, no Unix socket (its path would be limited to some 100 characters). */
public final class EmbeddedPostgres extends EmbeddedServer {
    private static final String USER = "postgres";
    private static final String STATUS_READY = "ready";
    private static final int STATUS_LINE = 7;

    /**
     * The settings for many purchases on a machine with 4 GB. As by default, everything that is committed is on disk:
     * fsync, synchronous_commit and full_page_writes are not changed.
     *
     * <p>wal_compression stays off: these binaries know only pglz, which would take more of the processor than it saves of the disk.
     */
    private static final List<String> FOR_LOAD = List.of(
            "shared_buffers=256MB",
            // This includes the file cache of the operating system.
            "effective_cache_size=1GB",
            // After a checkpoint every page is written completely to the log at its next change, so there should be few
            // checkpoints. After a crash at most this much is read again, which takes seconds.
            "max_wal_size=2GB",
            // Log files are reused instead of being created, filled with zeros and synchronised.
            "min_wal_size=512MB",
            "wal_buffers=16MB",
            // Final odds and payouts sort and hash a million tickets.
            "work_mem=16MB",
            // Balances, pools and positions change many times a second and leave old versions behind.
            "autovacuum_naptime=15s",
            // Compiling a query takes longer than running any of ours.
            "jit=off");

    private static final List<String> WITHOUT_DURABILITY = List.of("fsync=off", "full_page_writes=off");

    private Path programs = Path.of("");
    private final List<Unprivileged> waysForRoot;
    private Unprivileged user = Unprivileged.user(0);
    private String password = "";

    private EmbeddedPostgres(ServerHome home, List<Unprivileged> waysForRoot) {
        super("PostgreSQL", home);
        this.waysForRoot = waysForRoot;
    }

    /**
     * Starts it with its data in a directory that it keeps.
     *
     * @throws EmbeddedServerException if it does not start, or another process uses the directory
     */
    public static EmbeddedPostgres start(Path directory) {
        return start(Homes.at("PostgreSQL", directory), Ports::free, Unprivileged.WAYS);
    }

    /** Starts it in a fresh directory, without the writes that only a loss of power would need; the end deletes it. */
    public static EmbeddedPostgres startTemporary() {
        return start(Homes.temporary("PostgreSQL"), Ports::free, Unprivileged.WAYS);
    }

    /** Returns the temporary one that all tests in this JVM share; it stops with the JVM. Not to be closed. */
    public static EmbeddedPostgres shared() {
        return Shared.SERVER.get();
    }

    private static final class Shared {
        static final Once<EmbeddedPostgres> SERVER = new Once<>(() -> {
            EmbeddedPostgres server = startTemporary();
            server.closeAtExit();
            return server;
        });
    }

    static EmbeddedPostgres start(ServerHome home, IntSupplier freePorts, List<Unprivileged> waysForRoot) {
        EmbeddedPostgres server = new EmbeddedPostgres(home, waysForRoot);
        server.open(freePorts);
        return server;
    }

    /** JDBC URL of the database {@code postgres}. */
    public String url() {
        return url(USER);
    }

    /** JDBC URL of another database. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    /** Returns the superuser. */
    public String user() {
        return USER;
    }

    /**
     * Returns the random password that was generated with the data directory. It prevents access by other users of this
     * machine.
     */
    public String password() {
        return password;
    }

    @Override
    int portsNeeded() {
        return 1;
    }

    @Override
    void prepare() throws IOException {
        programs = Binaries.postgres(home().binaries()).resolve("bin");
        user = Platform.isRoot()
                ? Unprivileged.choose(waysForRoot, programs.resolve("postgres"), home().directory())
                : Unprivileged.user(Platform.userId());
        if (!Files.exists(data())) {
            writePassword();
            initialise();
        }
        password = Files.readString(passwordFile()).strip();
        if (Directories.owner(data()) != user.owner()) {
            Directories.giveTo(user.owner(), data());
        }
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(passwordFile(), HexFormat.of().formatHex(random).getBytes(UTF_8));
    }

    /** Creates the data directory under a temporary name first, so that an existing data directory is always complete. */
    private void initialise() throws IOException {
        Path fresh = home().file("data.new");
        Directories.delete(fresh);
        runInPreparation(user.command(List.of(
                programs.resolve("initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                // 128 random bits need no stretching, which costs each new connection more than all the rest
                "--set=scram_iterations=1",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                home().temporary() ? "--no-sync" : "--no-instructions")));
        Files.move(fresh, data(), ATOMIC_MOVE);
    }

    private Path data() {
        return home().file("data");
    }

    private Path passwordFile() {
        return home().file("password");
    }

    @Override
    String mark() {
        return data().toString();
    }

    @Override
    ProcessBuilder command(List<Integer> ports) throws IOException {
        removeMisleadingPidFile();
        List<String> command = new ArrayList<>(
                user.command(List.of(programs.resolve("postgres").toString(), "-D", mark())));
        settings(ports.getFirst()).forEach(setting -> command.addAll(List.of("-c", setting)));
        return Programs.builder(command, home().directory());
    }

    /**
     * Removes a misleading pid file. After a crash, PostgreSQL takes any live process (or thread) with its former
     * number for itself, and refuses to start; this is likely in a restarted container. If no process has the number,
     * PostgreSQL handles the file itself.
     */
    private void removeMisleadingPidFile() throws IOException {
        List<String> lines = pidFileLines();
        if (!lines.isEmpty() && ServerProcess.isStranger(lines.getFirst().strip(), mark())) {
            Files.delete(pidFile());
        }
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    private List<String> pidFileLines() throws IOException {
        return Files.exists(pidFile()) ? Files.readAllLines(pidFile()) : List.of();
    }

    private List<String> settings(int port) {
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=200",
                "timezone=UTC",
                "log_timezone=UTC"));
        settings.addAll(home().temporary() ? WITHOUT_DURABILITY : FOR_LOAD);
        return settings;
    }

    /**
     * Returns whether the server is ready. As in {@code pg_ctl}, this is read from the file into which the server
     * writes its process and state.
     */
    @Override
    boolean isReady(ServerProcess started, List<Integer> ports) throws IOException {
        List<String> lines = pidFileLines();
        return lines.size() > STATUS_LINE
                && lines.getFirst().strip().equals(Long.toString(started.pid()))
                && lines.get(STATUS_LINE).strip().equals(STATUS_READY);
    }

    /** Fast shutdown: open transactions are rolled back, and no client is waited for. */
    @Override
    void askToStop(ServerProcess running) {
        running.interrupt();
    }

    @Override
    Optional<String> reason(List<String> log) {
        return Lines.last(log, "FATAL:").or(() -> Lines.last(log, "error:")).or(() -> Lines.last(log, ""));
    }
}
