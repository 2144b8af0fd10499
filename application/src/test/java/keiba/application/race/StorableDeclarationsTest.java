package keiba.application.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import keiba.application.fake.FakeWorld;
import keiba.application.fake.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A declaration that PostgreSQL or Redis could not store is refused. */
class StorableDeclarationsTest {
    private static final RaceProposal SAMPLE = Samples.proposal(Samples.RACE, 2);

    private final FakeWorld world = new FakeWorld();

    private DeclareRace.DeclarationOutcome declare(LocalDate day, String name, String jockey, Instant postTime) {
        return world.useCases()
                .races()
                .declare()
                .declare(
                        new RaceProposal(
                                SAMPLE.raceId(),
                                day,
                                SAMPLE.venue(),
                                SAMPLE.raceNumber(),
                                name,
                                SAMPLE.rules(),
                                postTime,
                                Optional.empty(),
                                List.of(new RaceProposal.Entry(1, "A", jockey), new RaceProposal.Entry(2, "B", "")),
                                SAMPLE.brackets(),
                                SAMPLE.withdrawn(),
                                SAMPLE.paybackPerMille(),
                                SAMPLE.premiumPerMille(),
                                SAMPLE.course()),
                        Samples.OPERATOR);
    }

    @Test
    void accepts_names_in_any_script() {
        assertThat(declare(Samples.DAY, "札幌記念 🏇", "武豊", Samples.POST_TIME)).isInstanceOf(DeclareRace.Declared.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nul\0", "bell\u0007", "half \uD83C", "\uDFC7 half"})
    void refuses_control_characters_and_unpaired_surrogates(String text) {
        assertThat(declare(Samples.DAY, text, "", Samples.POST_TIME))
                .isInstanceOfSatisfying(
                        DeclareRace.InvalidDeclaration.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("name"));
        assertThat(declare(Samples.DAY, "name", text, Samples.POST_TIME))
                .isInstanceOfSatisfying(
                        DeclareRace.InvalidDeclaration.class,
                        invalid -> assertThat(invalid.field()).isEqualTo("runners"));
    }

    @Test
    void refuses_dates_and_times_out_of_range() {
        assertThat(declare(LocalDate.MAX, "name", "", Samples.POST_TIME))
                .isInstanceOf(DeclareRace.InvalidDeclaration.class);
        assertThat(declare(Samples.DAY, "name", "", Instant.MAX)).isInstanceOf(DeclareRace.InvalidDeclaration.class);
        assertThat(declare(Samples.DAY, "name", "", Instant.MIN)).isInstanceOf(DeclareRace.InvalidDeclaration.class);
    }
}
