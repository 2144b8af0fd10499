package keiba.bootstrap.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keiba.bootstrap.Main;
import org.jspecify.annotations.Nullable;

/**
 * A separate JVM with {@code keiba serve --development}, which can be suspended and killed. After a restart it listens
 * on the same port.
 */
public final class ServedProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("keiba is ready: http://127\\.0\\.0\\.1:(\\d+) ");
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long BETWEEN_LOOKS_NANOS = 20_000_000;

    private final Launch launch;
    private volatile int port;
    private volatile @Nullable Process process;

    /**
     * The options with which it is started.
     *
     * @param jvm the options of its JVM
     * @param classPath its class path
     * @param environment all variables that begin with {@code KEIBA_}; those of this process are not passed on
     * @param arguments the arguments after {@code serve --development --port N}
     * @param log the file that receives its output since the latest start
     */
    public record Launch(
            List<String> jvm,
            List<String> classPath,
            Map<String, String> environment,
            List<String> arguments,
            Path log) {
        public Launch {
            jvm = List.copyOf(jvm);
            classPath = List.copyOf(classPath);
            environment = Map.copyOf(environment);
            arguments = List.copyOf(arguments);
        }
    }

    private ServedProcess(Launch launch) {
        this.launch = launch;
    }

    /** Starts one, and does not wait until it is ready. */
    public static ServedProcess launch(Launch launch) throws IOException {
        ServedProcess served = new ServedProcess(launch);
        served.launch();
        return served;
    }

    private void launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.jvm());
        command.addAll(List.of(Main.class.getName(), "serve", "--development", "--port", Integer.toString(port)));
        command.addAll(launch.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(launch.log().toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("KEIBA_"));
        builder.environment().putAll(launch.environment());
        builder.environment().put("CLASSPATH", String.join(File.pathSeparator, launch.classPath()));
        process = builder.start();
    }

    /** Waits until it prints its address or has ended; returns whether it listens. */
    public boolean awaitReady() {
        long start = System.nanoTime();
        while (!saysWhereItListens() && isAlive() && System.nanoTime() - start < LIMIT.toNanos()) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return saysWhereItListens() && isAlive();
    }

    private boolean saysWhereItListens() {
        Matcher ready = READY.matcher(said());
        if (!ready.find()) {
            return false;
        }
        port = Integer.parseInt(ready.group(1));
        return true;
    }

    /** Returns its output since the latest start. */
    public String said() {
        try {
            return Files.readString(launch.log());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Process running() {
        Process last = process;
        if (last == null) {
            throw new IllegalStateException("the process was never started");
        }
        return last;
    }

    /** Returns the port on which it listens, once it is ready. */
    public int port() {
        return port;
    }

    public boolean isAlive() {
        return running().isAlive();
    }

    /** Suspends the process: its connections stay open, and it sends nothing. */
    public void pause() {
        signal("STOP");
    }

    /** Resumes the process. */
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "kill -s \"$0\" \"$1\"",
                            signal,
                            Long.toString(running().pid()))
                    .start()
                    .onExit()
                    .join()
                    .exitValue();
            if (code != 0 && isAlive()) {
                throw new IllegalStateException(
                        "cannot send " + signal + " to process " + running().pid());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Kills the process with {@code kill -9}. */
    public void kill() {
        running().destroyForcibly();
        awaitStop();
    }

    /** Starts it again after its end with the same options, and does not wait until it is ready. */
    public void startAgain() throws IOException {
        launch();
    }

    /** Asks it to stop, and does not wait. */
    public void askToStop() {
        running().destroy();
    }

    /**
     * Waits until it has stopped.
     *
     * @throws IllegalStateException if it has not within two minutes
     */
    public void awaitStop() {
        if (!hasEnded()) {
            throw new IllegalStateException("process " + running().pid() + " did not end: " + said());
        }
    }

    private boolean hasEnded() {
        return !running()
                .onExit()
                .completeOnTimeout(running(), LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join()
                .isAlive();
    }

    /** Ends the process in any case; in an orderly way if possible. */
    @Override
    public void close() {
        if (isAlive()) {
            signal("CONT");
            running().destroy();
        }
        if (!hasEnded()) {
            running().destroyForcibly();
        }
    }
}
