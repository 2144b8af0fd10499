package keiba.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import keiba.wire.Json;

/** Enters a race of a meeting. */
final class Entry {
    private Entry() {}

    /**
     * Declares a race.
     *
     * @throws RefusedException if there is another race of its id
     */
    static void declare(Stage stage, PlannedRace race, SaleTimes times) throws InterruptedException {
        ObjectNode json = Json.object();
        json.put("race_id", stage.raceId(race));
        json.put("date", times.day().toString());
        json.put("venue", race.venue());
        json.put("race_number", race.number());
        json.put("name", race.name());
        json.put("rules", race.rules());
        json.put("post_time", times.postTime().toString());
        json.put("deadline", times.deadline().toString());
        ArrayNode runners = json.putArray("runners");
        for (Runner runner : race.runners()) {
            runners.addObject()
                    .put("horse_number", runner.number())
                    .put("name", runner.name())
                    .put("jockey", runner.jockey());
        }
        ArrayNode withdrawn = json.putArray("withdrawn");
        race.field().withdrawn().stream().forEach(withdrawn::add);
        stage.client().declare(stage.staff().operator(), json);
    }
}
