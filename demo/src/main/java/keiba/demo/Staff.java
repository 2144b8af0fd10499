package keiba.demo;

/**
 * The tokens of those who run the day.
 *
 * @param operator runs the races and enters results
 * @param judge another operator, who confirms them, because an operator cannot confirm an own result
 */
record Staff(String operator, String judge, String cashier) {
    private static final long OPERATOR = 1;
    private static final long JUDGE = 2;
    private static final long CASHIER = 3;

    static Staff signIn(DemoClient client) throws InterruptedException {
        return new Staff(
                client.token(OPERATOR, "operator"), client.token(JUDGE, "operator"), client.token(CASHIER, "cashier"));
    }
}
