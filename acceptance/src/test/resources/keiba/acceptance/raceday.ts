// Compiled by TypeScriptClientTest against the generated types, and never run.
import {
    BetType,
    Board,
    Configuration,
    DemoApi,
    OddsApi,
    PaidPayout,
    PayoutsApi,
    Problem,
    ProblemFromJSON,
    Purchase,
    PurchaseRequest,
    PurchaseStatus,
    PurchasesApi,
    RacesApi,
    ResponseError,
    SelectionMethodEnum,
} from "./client";

async function token(basePath: string, user: number): Promise<string> {
    const answer = await new DemoApi(new Configuration({ basePath })).issueDemoToken({
        tokenOrder: { userId: user, roles: ["bettor"] },
    });
    return answer.token;
}

export async function buy(basePath: string, user: number, raceId: number): Promise<Purchase> {
    const configuration = new Configuration({ basePath, accessToken: await token(basePath, user) });
    const race = await new RacesApi(configuration).getRace({ raceId });
    const deadline: Date | undefined = race.deadline;
    const board: Board = await new OddsApi(configuration).getOdds({ raceId, betType: BetType.Win });
    const favourite: string | null | undefined = board.odds.find((line) => line.popularity === 1)?.odds;
    const purchaseRequest: PurchaseRequest = {
        raceId,
        betType: BetType.Trifecta,
        selection: { method: SelectionMethodEnum.Formation, columns: [[3], [5, 7], [1, 5, 7, 8]] },
        amount: favourite === null && deadline === undefined ? 100 : 200,
    };
    const purchases = new PurchasesApi(configuration);
    const accepted = await purchases.buy({ purchaseRequest, idempotencyKey: crypto.randomUUID() });
    const purchase = await purchases.getPurchase({ messageId: accepted.messageId, prefer: "wait=10" });
    return purchase.status === PurchaseStatus.Pending ? buy(basePath, user, raceId) : purchase;
}

export async function claim(configuration: Configuration, messageId: string): Promise<PaidPayout | Problem> {
    try {
        return await new PayoutsApi(configuration).executePayout({ messageId });
    } catch (refused) {
        if (refused instanceof ResponseError) {
            return ProblemFromJSON(await refused.response.json());
        }
        throw refused;
    }
}
