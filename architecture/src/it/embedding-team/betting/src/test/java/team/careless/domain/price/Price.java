package team.careless.domain.price;

import java.time.Instant;
import team.careless.application.sale.Sale;

/** Breaks the rules on purpose. */
public record Price(Sale sale, Instant at) {
    public static Price now(Sale sale) {
        return new Price(sale, Instant.now());
    }
}
