package keiba.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final Architecture THREADS =
            Architecture.of(Verdict.root("threads")).domain("money").application("sale");

    @Test
    void reports_the_violations_of_all_rules_at_once() {
        assertThatThrownBy(() -> THREADS.check(Verdict.classes("threads")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "the application depends on nothing but itself, the domain and a little of the JDK, because ",
                        "domain and application know no threads, because ",
                        "Pool.executor> has type <java.util.concurrent.Executor>");
    }

    @Test
    void throws_nothing_if_every_rule_is_obeyed() {
        Architecture direction = Architecture.of(Verdict.root("direction")).domain("bet", "money");
        assertThatCode(() -> direction.check(Verdict.classes("direction"))).doesNotThrowAnyException();
    }

    @Test
    void imports_the_production_classes_of_the_class_path_without_tests() {
        assertThat(Keiba.architecture().production())
                .extracting(JavaClass::getName)
                .contains("keiba.domain.money.Yen", "keiba.bootstrap.Main")
                .noneMatch(name -> name.startsWith("keiba.architecture"));
    }

    @Test
    void checks_the_class_path_by_default() {
        assertThatThrownBy(THREADS::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("failed to check any classes");
    }

    @Test
    void keeps_only_the_parts_of_the_given_modules() {
        Architecture some = Keiba.architecture().only(List.of("domain", "adapters-redis"));
        assertThat(some.packages()).containsExactly("keiba.domain..", "keiba.adapter.redis..");
        assertThat(some.rules())
                .extracting(Verdict::sentence)
                .contains("domain and application hold no floating point")
                .noneMatch(rule -> rule.startsWith("the application depends"));
    }

    @Test
    void refuses_an_unknown_module() {
        assertThatThrownBy(() -> Keiba.architecture().only(List.of("domain", "adapter-redis")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[adapter-redis]");
    }

    @Test
    void omits_the_accumulators_of_parts_that_are_not_built() {
        Architecture sale = Architecture.of(Verdict.root("open"))
                .domain("money")
                .application("sale")
                .accumulators("domain.money.Purse", "application.sale.Till")
                .only(List.of("application"));
        Verdict.on("open", sale)
                .saying(
                        "every package and accumulator that the architecture names exists",
                        "application.sale.Till> is named as an accumulator, and has no field that changes");
    }
}
