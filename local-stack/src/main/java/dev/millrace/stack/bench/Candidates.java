package dev.millrace.stack.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;

/// How many candidates personalised lists are chosen from, as their explanations say.
final class Candidates {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SEED = 3;

    private Candidates() {}

    /// The mean over some lists.
    ///
    /// @param token of the administrator
    static double mean(int port, String token, int lists, ServedShop shop) throws IOException {
        Random random = new Random(SEED);
        double candidates = 0;
        try (RawConnection connection = new RawConnection(port)) {
            for (int i = 0; i < lists; i++) {
                String path = "/recommend/detail/%d/explain?user_id=%d&limit=%d"
                        .formatted(1 + random.nextInt(shop.items()), 1 + random.nextInt(shop.users()), ListKind.LIMIT);
                byte[] body = connection.exchange(RawConnection.get(path, "Authorization: Bearer " + token));
                JsonNode ranked = JSON.readTree(body).path("candidates");
                candidates += ranked.size();
            }
        }
        return candidates / lists;
    }
}
