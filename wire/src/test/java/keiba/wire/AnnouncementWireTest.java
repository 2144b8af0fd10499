package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import keiba.application.race.AnnouncedChange;
import keiba.application.race.AnnouncedChange.Times;
import keiba.application.race.Announcement;
import keiba.application.race.PastAnnouncement;
import keiba.domain.race.BodyWeight;
import keiba.domain.race.Course;
import keiba.domain.race.Distance;
import keiba.domain.race.Going;
import keiba.domain.race.RunnerStatus;
import keiba.domain.race.Surface;
import keiba.domain.race.Weather;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementWireTest {
    private static final Course TURF_1800_FIRM =
            new Course(Optional.of(Surface.TURF), Optional.of(new Distance(1_800)), Optional.of(Going.FIRM));
    private static final Course SOFT = new Course(Optional.empty(), Optional.empty(), Optional.of(Going.SOFT));

    private static Announcement read(String json) {
        return AnnouncementWire.read(Golden.fields(json));
    }

    @Test
    void trims_the_spaces_at_the_ends_of_the_name_of_a_jockey() {
        assertThat(AnnouncementWire.read(Golden.fields("{'runners':[{'horse_number':3,'jockey':'\u3000Y. Take '}]}"))
                        .jockeys())
                .containsExactly(Map.entry(3, "Y. Take"));
    }

    @Test
    void reads_an_announcement_with_every_field() {
        assertThat(read("""
                {'course':{'surface':'TURF','distance_m':1800,'going':'FIRM'},'weather':'LIGHT_RAIN',
                 'runners':[{'horse_number':3,'jockey':'武豊','body_weight_kg':486,'body_weight_change_kg':-4},
                            {'horse_number':1,'body_weight_kg':500}]}"""))
                .isEqualTo(new Announcement(
                        TURF_1800_FIRM,
                        Optional.of(Weather.LIGHT_RAIN),
                        new TreeMap<>(Map.of(3, "武豊")),
                        new TreeMap<>(Map.of(
                                1, new BodyWeight(500, OptionalInt.empty()),
                                3, new BodyWeight(486, OptionalInt.of(-4))))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'course':{},'runners':[]}", "{'course':null,'weather':null,'runners':null}"})
    void reads_missing_fields_as_not_announced(String json) {
        assertThat(read(json)).isEqualTo(Announcement.NOTHING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{'course':{'distance_m':99}}; course.distance_m",
                "{'course':{'distance_m':10000}}; course.distance_m",
                "{'course':{'distance_m':-1}}; course.distance_m",
                "{'course':{'surface':'GRASS'}}; course.surface",
                "{'course':{'going':'良'}}; course.going",
                "{'weather':'fine'}; weather",
                "{'runners':[{'horse_number':1,'body_weight_kg':299}]}; runners[0].body_weight_kg",
                "{'runners':[{'horse_number':1,'body_weight_kg':1301}]}; runners[0].body_weight_kg",
                "{'runners':[{'horse_number':1,'body_weight_kg':48}]}; runners[0].body_weight_kg",
                "{'runners':[{'horse_number':1,'body_weight_kg':4294967782}]}; runners[0].body_weight_kg",
                "{'runners':[{'horse_number':1,'body_weight_kg':486,'body_weight_change_kg':100}]}; runners[0].body_weight_change_kg",
                "{'runners':[{'horse_number':1,'body_weight_kg':486,'body_weight_change_kg':-100}]}; runners[0].body_weight_change_kg",
                "{'runners':[{'horse_number':1,'body_weight_change_kg':-4}]}; runners[0].body_weight_kg",
                "{'runners':[{'horse_number':1,'jockey':''}]}; runners[0].jockey",
                "{'runners':[{'horse_number':1,'jockey':'a\\nb'}]}; runners[0].jockey",
                "{'runners':[{'horse_number':1,'jockey':'\\ud800'}]}; runners[0].jockey",
                "{'runners':[{'horse_number':1,'jockey':'A'},{'horse_number':1,'jockey':'B'}]}; runners[1].horse_number"
            })
    void refuses_values_out_of_range_and_names_the_field(String json, String field) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> read(json))
                .satisfies(refused -> {
                    assertThat(refused.kind()).isNotEqualTo(WireException.FaultKind.MALFORMED);
                    assertThat(refused.field()).isEqualTo(field);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'course':'TURF'}",
                "{'course':[]}",
                "{'course':{'distance_m':'1800'}}",
                "{'course':{'distance_m':1800.5}}",
                "{'weather':1}",
                "{'runners':{}}",
                "{'runners':[3]}",
                "{'runners':[{'jockey':'A'}]}",
                "{'runners':[{'horse_number':'1','jockey':'A'}]}",
                "{'runners':[{'horse_number':1,'jockey':7}]}",
                "{'runners':[{'horse_number':1,'body_weight_kg':486.5}]}",
                "{'runners':[{'horse_number':1,'body_weight_kg':486,'body_weight_change_kg':'+4'}]}"
            })
    void reports_a_value_of_the_wrong_type_as_malformed(String json) {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> read(json))
                .satisfies(refused -> assertThat(refused.kind()).isEqualTo(WireException.FaultKind.MALFORMED));
    }

    static final List<AnnouncedChange> EVERY_KIND = List.of(
            new AnnouncedChange.TimesChange(
                    new Times(Instant.parse("2026-11-22T06:40:00Z"), Instant.parse("2026-11-22T06:39:00Z")),
                    new Times(Instant.parse("2026-11-22T06:50:00Z"), Instant.parse("2026-11-22T06:49:00Z"))),
            new AnnouncedChange.CourseChange(TURF_1800_FIRM, TURF_1800_FIRM.with(SOFT)),
            new AnnouncedChange.WeatherChange(Optional.empty(), Weather.RAIN),
            new AnnouncedChange.WeatherChange(Optional.of(Weather.RAIN), Weather.SNOW),
            new AnnouncedChange.RunnerOut(4, RunnerStatus.EXCLUDED),
            new AnnouncedChange.JockeyChange(3, "", "武豊"),
            new AnnouncedChange.BodyWeightChange(3, Optional.empty(), new BodyWeight(486, OptionalInt.empty())),
            new AnnouncedChange.BodyWeightChange(
                    3,
                    Optional.of(new BodyWeight(486, OptionalInt.empty())),
                    new BodyWeight(468, OptionalInt.of(-99))));

    @Test
    void shows_each_change_as_in_the_contract() {
        Golden.assertSame(
                AnnouncementWire.show(new PastAnnouncement(3, Instant.parse("2026-11-22T05:40:00Z"), EVERY_KIND)), """
                {'announcement_version':3,'at':'2026-11-22T05:40:00Z','changes':[
                 {'kind':'POST_TIME','before':{'post_time':'2026-11-22T06:40:00Z','deadline':'2026-11-22T06:39:00Z'},
                  'after':{'post_time':'2026-11-22T06:50:00Z','deadline':'2026-11-22T06:49:00Z'}},
                 {'kind':'COURSE','before':{'surface':'TURF','distance_m':1800,'going':'FIRM'},
                  'after':{'surface':'TURF','distance_m':1800,'going':'SOFT'}},
                 {'kind':'WEATHER','before':{},'after':{'weather':'RAIN'}},
                 {'kind':'WEATHER','before':{'weather':'RAIN'},'after':{'weather':'SNOW'}},
                 {'kind':'SCRATCH','horse_number':4,'before':{'status':'ENTERED'},'after':{'status':'EXCLUDED'}},
                 {'kind':'JOCKEY','horse_number':3,'before':{'jockey':''},'after':{'jockey':'武豊'}},
                 {'kind':'BODY_WEIGHT','horse_number':3,'before':{},'after':{'body_weight_kg':486}},
                 {'kind':'BODY_WEIGHT','horse_number':3,'before':{'body_weight_kg':486},
                  'after':{'body_weight_kg':468,'body_weight_change_kg':-99}}]}""");
    }

    @Test
    void reads_the_changes_that_it_writes_for_storage() {
        Fields written = Fields.of(Json.read(Json.text(AnnouncementWire.write(EVERY_KIND))));
        assertThat(AnnouncementWire.readChanges(written)).isEqualTo(EVERY_KIND);
    }

    @Test
    void reads_the_announced_values_that_it_writes() {
        Announcement facts = Documents.announced().announced().facts();
        assertThat(AnnouncementWire.read(Fields.of(AnnouncementWire.write(facts))))
                .isEqualTo(facts);
    }

    @Test
    void shows_announced_values_on_the_race_card() {
        Golden.assertShows(CardWire.show(Documents.announced()), """
                {'runners':[{'horse_number':1,'jockey':'C. Lemaire'},
                            {'horse_number':2,'jockey':'Jockey 2'},
                            {'horse_number':3,'jockey':'Jockey 3','body_weight_kg':486,'body_weight_change_kg':-4},
                            {'horse_number':4},{'horse_number':5},{'horse_number':6},{'horse_number':7},{'horse_number':8},
                            {'horse_number':9,'body_weight_kg':1200}],
                 'announcement_version':7,
                 'course':{'surface':'DIRT','distance_m':1200,'going':'YIELDING'},
                 'weather':'CLOUDY'}""");
        assertThat(CardWire.show(Documents.open()).get("announcement_version").intValue())
                .isZero();
        assertThat(Golden.names(CardWire.show(Documents.open()))).doesNotContain("course", "weather");
    }
}
