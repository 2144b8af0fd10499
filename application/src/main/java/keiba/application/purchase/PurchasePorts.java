package keiba.application.purchase;

/**
 * The driven ports of the purchase use cases.
 *
 * @param statuses shows the status of each purchase to its bettor
 * @param recording records purchases in the books
 * @param tickets finds recorded purchases
 * @param outcomes lists recorded purchases in the order of recording
 * @param positions the positions up to which the queue is recorded
 * @param deadLetters messages that are no purchases
 * @param queue makes purchases durable
 * @param deadLetterQueue receives copies of the dead letters
 */
public record PurchasePorts(
        PurchaseStatusBoard statuses,
        RecordingBook recording,
        TicketBook tickets,
        OutcomeBook outcomes,
        QueueBook positions,
        DeadLetterBook deadLetters,
        PurchaseQueue queue,
        DeadLetterQueue deadLetterQueue) {}
