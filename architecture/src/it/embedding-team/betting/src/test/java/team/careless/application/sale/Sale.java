package team.careless.application.sale;

/** Breaks the rules on purpose. */
public final class Sale {
    int count;
}
