package keiba.application.account;

/** The use cases of this capability. */
public record AccountUseCases(MoveCash moveCash, ViewAccount view) {

    public static AccountUseCases of(AccountBook book) {
        Accounts accounts = new Accounts(book);
        return new AccountUseCases(accounts, accounts);
    }
}
