package keiba.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Optional;
import keiba.application.fake.Samples;
import keiba.application.purchase.MessageId;
import keiba.application.purchase.Purchase;
import keiba.application.purchase.RefusalReason;
import keiba.domain.money.Yen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Purchases as JSON: the form that their owner sees, and the form that the status board stores. */
class PurchaseWireTest {
    @Test
    void shows_a_pending_purchase_without_its_message() {
        Golden.assertSame(
                PurchaseWire.show(Documents.purchases().get(0)),
                "{'message_id':'0198c5a0-0000-7000-8000-00000000000a','status':'PENDING'}");
    }

    @Test
    void shows_the_ticket_of_a_completed_purchase() {
        Golden.assertShows(PurchaseWire.show(Documents.purchases().get(2)), """
                {'message_id':'0198c5a0-0000-7000-8000-00000000000a','status':'COMPLETED',
                 'ticket':{'message_id':'0198c5a0-0000-7000-8000-00000000000a','user_id':12345,'race_id':100,
                           'horse_number':5,'bet_type':'WIN','amount':1000,'combinations':1,'total_amount':1000,
                           'refunded':0,'payout':null,'purchased_at':'2026-11-22T06:29:00Z'}}""");
        Golden.assertShows(PurchaseWire.show(Documents.ticket(Documents.trio(), 4, Optional.of(Yen.of(5_600)))), """
                {'message_id':'0198c5a0-0000-7000-8000-00000000000a','user_id':12345,'race_id':100,
                 'selection':{'method':'BOX','numbers':[1,3,5,9]},'bet_type':'TRIO','amount':100,'combinations':4,
                 'total_amount':400,'refunded':0,'payout':5600,'purchased_at':'2026-11-22T06:29:00Z'}""");
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void shows_the_reason_of_a_failed_purchase(RefusalReason reason) {
        Purchase failed = new Purchase.Failed(
                new MessageId(Documents.ID), Optional.of(Samples.ALICE), reason, Optional.of("WIN|…|100"));
        Golden.assertSame(
                PurchaseWire.show(failed),
                "{'message_id':'0198c5a0-0000-7000-8000-00000000000a','status':'FAILED','reason':'%s'}"
                        .formatted(reason));
    }

    @Test
    void refusal_reasons_include_those_of_the_contract() {
        assertThat(RefusalReason.values())
                .extracting(RefusalReason::name)
                .contains(
                        "RACE_UNKNOWN",
                        "RACE_NOT_OPEN",
                        "RACE_CLOSED",
                        "BET_TYPE_NOT_ON_SALE",
                        "INVALID_SELECTION",
                        "RUNNER_SCRATCHED",
                        "INVALID_AMOUNT",
                        "INSUFFICIENT_FUNDS",
                        "LIMIT_EXCEEDED",
                        "NOT_RECEIVED",
                        "MALFORMED");
    }

    static List<Purchase> purchases() {
        return Documents.purchases();
    }

    @ParameterizedTest
    @MethodSource("purchases")
    void writes_the_shown_purchase_and_its_owner(Purchase purchase) {
        Golden.assertShows(PurchaseWire.write(purchase), Json.text(PurchaseWire.show(purchase)));
        boolean known =
                !(purchase instanceof Purchase.Failed failed) || failed.user().isPresent();
        assertThat(PurchaseWire.write(purchase).path("user_id").longValue()).isEqualTo(known ? 12_345 : 0);
    }

    @ParameterizedTest
    @MethodSource("purchases")
    void reads_the_purchases_that_it_writes(Purchase purchase) {
        assertThat(PurchaseWire.read(Fields.of(Json.read(Json.write(PurchaseWire.write(purchase))))))
                .isEqualTo(purchase);
    }

    /** The stored purchase, part of its text, and its replacement. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "0; 'status':'PENDING'; 'status':'pending'",
                "0; 'status':'PENDING'; 'status':'COMPLETED'",
                "0; 'status':'PENDING'; 'status':null",
                "0; 'race_id':100; 'race_id':0",
                "0; 'amount':1000; 'amount':1000.5",
                "2; 'race_id':100; 'race_id':-100",
                "2; 'user_id':12345,'race_id'; 'user_id':0,'race_id'",
                "2; 'total_amount':1000; 'total_amount':'1000'",
                "2; 'refunded':0; 'refunded':null",
                "2; 'purchased_at':'2026; 'purchased_at':'26",
                "2; 'combinations':1; 'combinations':4294967297",
                "3; 'payout':5600; 'payout':5600.0",
                "5; 'user_id':12345; 'user_id':9007199254740992",
                "5; 'reason':'INSUFFICIENT_FUNDS'; 'reason':'NO_MONEY'",
                "5; 'message_id':'0198c5a0-; 'message_id':'-"
            })
    void refuses_a_stored_purchase_with_invalid_values(int which, String part, String by) {
        String text = Json.text(PurchaseWire.write(Documents.purchases().get(which)));
        assertThat(text).contains(part.replace('\'', '"'));
        String damaged = text.replaceFirst(part.replace('\'', '"'), by.replace('\'', '"'));
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> PurchaseWire.read(Fields.of(Json.read(damaged))));
    }
}
