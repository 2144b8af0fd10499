package team.betting;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keiba.architecture.Architecture;
import org.junit.jupiter.api.Test;

class WholeSystemTest {
    private static final Architecture SYSTEM = Architecture.of("team.betting")
            .domain("board", "ticket")
            .application("refund", "tip")
            .adapter("memory");

    @Test
    void obeys_every_rule_with_the_domain_of_keiba_as_a_library() {
        SYSTEM.libraries("keiba.domain..").check();
    }

    @Test
    void may_use_no_library_that_it_does_not_name() {
        String message = assertThrows(AssertionError.class, SYSTEM::check).getMessage();

        assertTrue(message.contains("the domain depends on nothing but itself"), message);
        assertTrue(message.contains("<keiba.domain.pool.Market"), message);
    }
}
