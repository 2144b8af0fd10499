package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {
    @TempDir
    Path temporary;

    @Test
    void left_by_a_killed_owner_are_stopped_at_the_next_start_and_stop_with_their_owner() throws Exception {
        Path directory = Awkward.in(temporary);
        List<Owner.Started> leftBehind;
        try (Owner owner = Owner.of(directory)) {
            leftBehind = owner.servers();
            assertThatThrownBy(() -> EmbeddedServers.start(directory))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage(directory.toRealPath() + " is in use by process " + owner.pid()
                            + ": stop that first, or choose another directory");
            owner.kill();
        }
        assertThat(leftBehind).hasSize(3).extracting(Owner.Started::pid).allMatch(Processes::isAlive);

        try (Owner owner = Owner.of(directory)) {
            List<Owner.Started> started = owner.servers();
            assertThat(leftBehind).extracting(Owner.Started::pid).noneMatch(Processes::isAlive);
            assertThat(started)
                    .extracting(Owner.Started::port)
                    .isEqualTo(leftBehind.stream().map(Owner.Started::port).toList());

            owner.exit();

            assertThat(started).extracting(Owner.Started::pid).noneMatch(Processes::isAlive);
        }
        assertThat(directory.resolve("postgres").resolve("pid")).doesNotExist();
        assertThat(directory.resolve("kafka").resolve("pid")).doesNotExist();
        assertThat(directory.resolve("redis").resolve("pid")).doesNotExist();
    }

    @Test
    void return_their_addresses() {
        EmbeddedServers servers = EmbeddedServers.shared();

        assertThat(servers.addresses())
                .containsEntry(
                        "postgres.url",
                        "jdbc:postgresql://127.0.0.1:" + servers.postgres().port() + "/postgres")
                .containsEntry("postgres.user", "postgres")
                .containsEntry("postgres.password", servers.postgres().password())
                .containsEntry("kafka.bootstrap", "127.0.0.1:" + servers.kafka().port())
                .containsEntry(
                        "redis.url", "redis://127.0.0.1:" + servers.redis().port())
                .hasSize(5);
    }

    @Test
    void start_in_several_processes_and_clean_up_after_a_killed_one() throws Exception {
        Path tmpdir = Files.createDirectory(temporary.resolve("a tmp"));
        Path root = tmpdir.resolve("keiba-embedded-" + Platform.userId());
        List<Owner> owners = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                owners.add(Owner.ofTemporaryRedis(tmpdir));
            }
            List<Owner.Started> started = new ArrayList<>();
            for (Owner owner : owners) {
                started.addAll(owner.servers());
            }
            assertThat(started).extracting(Owner.Started::port).doesNotHaveDuplicates();
            assertThat(running(root)).hasSize(3);

            owners.getFirst().kill();
            assertThat(started.getFirst().pid()).matches(Processes::isAlive);
            try (ServerHome next = TemporaryHomes.create(root.toRealPath())) {
                assertThat(started)
                        .extracting(Owner.Started::pid)
                        .filteredOn(Processes::isAlive)
                        .hasSize(2);
                assertThat(running(root)).hasSize(3).contains(next.directory());
            }

            owners.get(1).exit();
            owners.get(2).exit();
            assertThat(started).extracting(Owner.Started::pid).noneMatch(Processes::isAlive);
            assertThat(running(root)).isEmpty();
        } finally {
            owners.forEach(Owner::close);
        }
    }

    @Test
    void can_be_reached_only_by_the_loopback_address() throws IOException {
        EmbeddedServers servers = EmbeddedServers.shared();
        for (EmbeddedServer server : List.of(servers.postgres(), servers.kafka(), servers.redis())) {
            assertThat(connects(Ports.address(server.port()))).isTrue();
            for (InetAddress address : otherAddresses()) {
                assertThat(connects(new InetSocketAddress(address, server.port())))
                        .as("%s at %s", server, address)
                        .isFalse();
            }
        }
    }

    @Test
    void are_the_same_instances_if_shared_singly_or_together() {
        EmbeddedServers servers = EmbeddedServers.shared();

        assertThat(servers.postgres()).isSameAs(EmbeddedPostgres.shared());
        assertThat(servers.kafka()).isSameAs(EmbeddedKafka.shared());
        assertThat(servers.redis()).isSameAs(EmbeddedRedis.shared());
    }

    @Test
    void all_stop_if_one_does_not_start() throws IOException {
        Files.writeString(temporary.resolve("kafka"), "a file, no directory");

        assertThatThrownBy(() -> EmbeddedServers.start(temporary))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageStartingWith("Kafka did not start: cannot use " + temporary.resolve("kafka"));

        assertThat(temporary.resolve("postgres").resolve("pid")).doesNotExist();
        assertThat(temporary.resolve("redis").resolve("pid")).doesNotExist();
        assertThat(DirectoryLock.tryTake(temporary)).isPresent();
    }

    private static List<Path> running(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("run-"))
                    .map(entry -> {
                        try {
                            return entry.toRealPath();
                        } catch (IOException gone) {
                            throw new IllegalStateException(gone);
                        }
                    })
                    .toList();
        }
    }

    /** Returns the other addresses of this machine, and a second loopback address, which a Linux without a network has too. */
    private static List<InetAddress> otherAddresses() throws IOException {
        Stream<InetAddress> outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress());
        InetAddress second = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        return Stream.concat(outside, Stream.of(second)).toList();
    }

    private static boolean connects(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address, 60_000);
            return true;
        } catch (ConnectException refused) {
            return false;
        }
    }
}
