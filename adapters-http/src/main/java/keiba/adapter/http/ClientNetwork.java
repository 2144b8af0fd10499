package keiba.adapter.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** The network by which clients are counted: an IPv4 address, or the /64 network of an IPv6 address. */
final class ClientNetwork {
    /** A client with an IPv6 address usually has all addresses that share its first 64 bits. */
    private static final int NETWORK_BYTES = 8;

    private ClientNetwork() {}

    /**
     * Returns the name under which an address is counted.
     *
     * @param address an IPv4 address, an IPv6 address, or any other text that a proxy gives
     * @return the first 64 bits of an IPv6 address; every other text unchanged
     */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            return InetAddress.getByName(address)
                            instanceof Inet6Address known // a text with a colon is never looked up
                    ? HexFormat.of().formatHex(known.getAddress(), 0, NETWORK_BYTES) + "::/64"
                    : address;
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}
