package dev.millrace.query.http;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.proto.RequestExposure;
import dev.millrace.query.exposure.ExposureReader;
import dev.millrace.query.exposure.Finding;
import dev.millrace.query.recall.Catalogue;
import dev.millrace.query.serve.Unavailable;

/// `GET /recommend/detail/{id}/explain?request_id=`: the list that was served under a request id, as it was logged
/// then.
/// A list that stood on an item's page is told under that item alone, any other under each.
record ReplayEndpoint(ExposureReader exposures, Catalogue catalogue) implements Endpoint {
    static final String PARAMETER = "request_id";
    private static final int NOT_FOUND = 404;

    @Override
    public Answer answer(Exchange exchange) {
        ItemId page = exchange.item();
        RequestId id = request(exchange);
        RequestExposure exposure = find(id);
        String shownOn = exposure.getPageItem();
        if (!shownOn.isEmpty() && !shownOn.equals(page.key())) {
            throw new Refused(
                    NOT_FOUND,
                    "the list of %s stood on the page of %s, not of %s".formatted(id.value(), shownOn, page.key()));
        }
        return Sharing.own(ReplayBody.of(exposure, catalogue));
    }

    private static RequestId request(Exchange exchange) {
        String text = exchange.query(PARAMETER).orElse("");
        RequestId id = RequestId.parse(text)
                .orElseThrow(() -> Exchange.bad(PARAMETER, text, "must be req_ and 1 to 64 letters, digits, - or _"));
        if (exchange.query("user_id").isPresent()
                || exchange.query("visitor_id").isPresent()) {
            throw Exchange.bad(PARAMETER, text, "must stand without user_id and visitor_id: the request had its own");
        }
        return id;
    }

    private RequestExposure find(RequestId id) {
        return switch (exposures.find(id)) {
            case Finding.Found(RequestExposure exposure) -> exposure;
            case Finding.Missing missing -> throw new Refused(NOT_FOUND, words(id, missing));
            case Finding.Away(String why) -> throw new Unavailable(why);
        };
    }

    private static String words(RequestId id, Finding.Missing missing) {
        String far = missing.isAll() ? "all that its partition has" : "as many as exposure.search-records allows";
        return """
                no list of %s among %d that were served, %s; one is there a moment after it was served and for 30 days, \
                but for lists to nobody and those that millrace_exposure_dropped_total counts""".formatted(id.value(), missing.looked(), far);
    }
}
