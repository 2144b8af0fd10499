package keiba.acceptance;

import java.util.List;
import keiba.client.ApiClient;
import keiba.client.ApiException;
import keiba.client.api.AccountsApi;
import keiba.client.api.DemoApi;
import keiba.client.api.OddsApi;
import keiba.client.api.PayoutsApi;
import keiba.client.api.PurchasesApi;
import keiba.client.api.RacesApi;
import keiba.client.api.ResultsApi;
import keiba.client.model.TokenOrder;
import keiba.client.model.TokenOrder.RolesEnum;

/** A user of the Java client that a public generator creates from the OpenAPI file. */
final class GeneratedClient {
    private final ApiClient client = new ApiClient();

    private GeneratedClient(KeibaProcess program) {
        client.updateBaseUri(program.address());
    }

    /** A client without a token. */
    static GeneratedClient anonymous(KeibaProcess program) {
        return new GeneratedClient(program);
    }

    /** A user with a token of the demonstration. */
    static GeneratedClient of(KeibaProcess program, long user, RolesEnum... roles) throws ApiException {
        GeneratedClient created = new GeneratedClient(program);
        String token = new DemoApi(created.client)
                .issueDemoToken(new TokenOrder().userId(user).roles(List.of(roles)))
                .getToken();
        created.client.setRequestInterceptor(request -> request.setHeader("Authorization", "Bearer " + token));
        return created;
    }

    RacesApi races() {
        return new RacesApi(client);
    }

    OddsApi odds() {
        return new OddsApi(client);
    }

    PurchasesApi purchases() {
        return new PurchasesApi(client);
    }

    ResultsApi results() {
        return new ResultsApi(client);
    }

    PayoutsApi payouts() {
        return new PayoutsApi(client);
    }

    AccountsApi accounts() {
        return new AccountsApi(client);
    }
}
