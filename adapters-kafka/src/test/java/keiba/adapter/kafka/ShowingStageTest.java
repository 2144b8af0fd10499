package keiba.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import keiba.application.fake.CountingIds;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.RefusalReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShowingStageTest {
    private final List<List<Purchase>> shown = new ArrayList<>();
    private final ShowingStage showing = new ShowingStage(shown::add);

    private static List<Purchase> purchases(long first, int many) {
        return LongStream.range(first, first + many)
                .<Purchase>mapToObj(number -> new Purchase.Failed(
                        CountingIds.id(number), Optional.empty(), RefusalReason.MALFORMED, Optional.empty()))
                .toList();
    }

    @Test
    void shows_all_waiting_purchases_in_one_call() throws InterruptedException {
        showing.add(purchases(1, 3));
        showing.add(purchases(4, 2));
        showing.run();
        assertThat(shown).containsExactly(purchases(1, 5));
    }

    @Test
    void limits_the_purchases_of_a_call_and_drops_none() throws InterruptedException {
        List<Purchase> many = purchases(1, ShowingStage.AT_ONCE + 1);
        showing.add(many);
        showing.run();
        assertThat(shown).containsExactly(many.subList(0, ShowingStage.AT_ONCE));
        showing.run();
        assertThat(shown.get(1)).containsExactly(many.getLast());
    }

    @Test
    void adding_waits_while_too_many_purchases_wait_to_be_shown() throws InterruptedException {
        showing.add(purchases(1, ShowingStage.MOST_WAITING));
        Thread recording = Thread.ofPlatform().start(() -> showing.add(purchases(1_000_000, 1)));
        KafkaTest.await("the recording thread to wait", () -> recording.getState() == Thread.State.WAITING);
        showing.run();
        recording.join();
        showing.close();
        showing.showRest();
        assertThat(shown.stream().mapToInt(List::size).sum()).isEqualTo(ShowingStage.MOST_WAITING + 1);
    }

    @Test
    void shows_the_waiting_purchases_when_the_recorder_is_closed() throws InterruptedException {
        showing.add(purchases(1, 2));
        showing.close();
        showing.showRest();
        assertThat(shown).containsExactly(purchases(1, 2));
        showing.run();
        assertThat(shown).hasSize(1);
    }
}
