package team.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import keiba.domain.money.Yen;
import keiba.domain.pool.Market;
import org.junit.jupiter.api.Test;

class WinAuditTest {
    @Test
    void settles_a_pool() {
        assertEquals(Yen.of(200), WinAudit.dividend(Map.of(1, 4_000L, 2, 6_000L), 8, 1));
    }

    @Test
    void refuses_a_horse_that_does_not_run() {
        assertThrows(IllegalArgumentException.class, () -> WinAudit.dividend(Map.of(9, 100L), 8, 1));
    }

    @Test
    void runs_as_a_module_that_reads_the_module_of_the_domain() {
        Module audit = WinAudit.class.getModule();
        Module domain = Market.class.getModule();

        assertTrue(audit.isNamed() && domain.isNamed(), audit + ", " + domain);
        assertEquals("keiba.domain", domain.getName());
        assertTrue(audit.canRead(domain));
    }

    @Test
    void does_not_open_the_packages_of_the_domain_to_reflection() {
        assertTrue(Market.class.getModule().isExported("keiba.domain.pool"));
        assertTrue(!Market.class.getModule().isOpen("keiba.domain.pool", WinAudit.class.getModule()));
    }
}
