package keiba.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientNetworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"2001:db8:0:7:0:0:0:1", "2001:db8:0:7::1", "2001:db8:0:7:ffff:ffff:ffff:ffff", "2001:DB8:0:7::"})
    void all_addresses_of_one_ipv6_64_network_count_as_one_client(String address) {
        assertThat(ClientNetwork.of(address)).isEqualTo("20010db800000007::/64");
    }

    @Test
    void an_address_of_another_ipv6_64_network_counts_as_another_client() {
        assertThat(ClientNetwork.of("2001:db8:0:8::1")).isNotEqualTo(ClientNetwork.of("2001:db8:0:7::1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "unknown", "", "not an address", "::gg", "1:2", "[::1", "a:b.example"})
    void any_other_text_is_used_unchanged(String text) {
        assertThat(ClientNetwork.of(text)).isEqualTo(text);
    }
}
