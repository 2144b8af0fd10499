package keiba.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void finds_a_port_below_the_range_of_outgoing_connections() {
        assertThat(Ports.free()).isBetween(20_000, 29_999);
    }

    @Test
    void detects_that_a_port_of_the_loopback_address_is_in_use() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Ports.address(0));

            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
        }
    }

    @Test
    void detects_that_a_port_of_all_addresses_is_in_use() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(Ports.isFree(socket.getLocalPort())).isFalse();
        }
    }
}
