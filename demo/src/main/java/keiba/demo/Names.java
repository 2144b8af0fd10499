package keiba.demo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that no real horse or person has: things of kitchens, bath houses and ghost stories, ridden by pieces of tack. */
final class Names {
    private static final List<String> FIRST = List.of(
            "Natto",
            "Onigiri",
            "Tanuki",
            "Kappa",
            "Umeboshi",
            "Wasabi",
            "Mochi",
            "Kotatsu",
            "Daruma",
            "Taiyaki",
            "Yuzu",
            "Soba",
            "Tengu",
            "Furoshiki",
            "Edamame",
            "Ramune",
            "Senbei",
            "Hanko",
            "Noren",
            "Kokeshi",
            "Tatami",
            "Dango",
            "Manekineko",
            "Karakasa",
            "Okonomi",
            "Chikuwa",
            "Geta",
            "Bonsai",
            "Yokan",
            "Tempura",
            "Hashioki",
            "Jinbei",
            "Kamaboko",
            "Zabuton",
            "Takoyaki",
            "Kintsugi",
            "Warabi",
            "Shamoji",
            "Rokurokubi",
            "Uchiwa");

    private static final List<String> SECOND = List.of(
            "Rocket",
            "Waltz",
            "Thunderclap",
            "Serenade",
            "Surprise",
            "Nocturne",
            "Hurricane",
            "Daydream",
            "Parade",
            "Comet",
            "Overtime",
            "Mirage",
            "Symphony",
            "Express",
            "Riddle",
            "Somersault",
            "Whisper",
            "Carnival",
            "Postscript",
            "Avalanche",
            "Lullaby",
            "Homework",
            "Fireworks",
            "Alibi");

    private static final List<String> JOCKEYS = List.of(
            "Tazuna",
            "Abumi",
            "Hizume",
            "Tategami",
            "Kakeashi",
            "Hayaashi",
            "Muchinashi",
            "Kurashita",
            "Uwanosora",
            "Hashirimizu",
            "Omoigawa",
            "Kazenomichi",
            "Imanouchi",
            "Atozuke",
            "Sakigake",
            "Oikaze",
            "Mukaikaze",
            "Makurenai",
            "Dorohane",
            "Yukkuri",
            "Tsunomata",
            "Wakimichi");

    private static final List<String> VENUES =
            List.of("Kitsunebara", "Okamegahara", "Yumenomizaka", "Usagigaseki", "Mikazukinohama", "Nekonohitai");

    private static final List<String> KINDS =
            List.of("Stakes", "Cup", "Handicap", "Sprint", "Mile", "Memorial", "Trophy", "Night Special");

    private final Chance chance;
    private final Set<String> given = new HashSet<>();

    Names(Chance chance) {
        this.chance = chance;
    }

    /** Names of horses; no first word stands twice in one race, and no name is ever given twice. */
    List<String> horses(int count) {
        return chance.shuffled(FIRST).subList(0, count).stream()
                .map(first -> unused(first, SECOND))
                .toList();
    }

    /** Jockeys, each with an initial; none rides twice in one race. */
    List<String> jockeys(int count) {
        return chance.shuffled(JOCKEYS).subList(0, count).stream()
                .map(family -> (char) ('A' + chance.between(0, 25)) + ". " + family)
                .toList();
    }

    String race() {
        return unused(chance.oneOf(FIRST), KINDS);
    }

    /** Different racecourses. */
    List<String> venues(int count) {
        return chance.shuffled(VENUES).subList(0, count);
    }

    private String unused(String first, List<String> second) {
        String name = first + " " + chance.oneOf(second);
        while (!given.add(name)) {
            name = first + " " + chance.oneOf(second);
        }
        return name;
    }
}
