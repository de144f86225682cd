package dev.millrace.streams.behaviour;

import dev.millrace.contract.capture.ActionName;
import dev.millrace.contract.id.RequestId;
import dev.millrace.contract.proto.ActionRow;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.streams.config.TopologySettings.Weights;
import dev.millrace.streams.ingest.Fields;
import dev.millrace.streams.ingest.RowChange;
import dev.millrace.streams.interaction.Interactions;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/// Rows of `log_link_visit_action` and `log_visit` as values. Pure.
final class ActionRows {
    private static final List<String> DIMENSIONS =
            IntStream.rangeClosed(1, 5).mapToObj(n -> "custom_dimension_" + n).toList();

    private static final long MICROS_A_MILLI = 1_000;
    private static final String OPEN_CART = "0";

    private ActionRows() {}

    /// The columns of a link-visit-action row that we use.
    static ActionRow read(RowChange change, Fields row, long nowMs) {
        return common(change, row, nowMs)
                .setId(row.id("idlink_va"))
                .setUrlAction(row.numberOrZero("idaction_url"))
                .setNameAction(row.numberOrZero("idaction_name"))
                .setCategoryAction(row.numberOrZero("idaction_event_category"))
                .setEventAction(row.numberOrZero("idaction_event_action"))
                .setRequestId(requestId(row))
                .build();
    }

    /// The columns of a conversion-item row that we use: a line of an order, or of an open cart.
    static ActionRow readItem(RowChange change, Fields row, long nowMs) {
        return common(change, row, nowMs)
                .setSkuAction(row.id("idaction_sku"))
                .setOrder(row.text("idorder"))
                .setQuantity(row.numberOrZero("quantity"))
                .setPrice(row.decimalOrZero("price").toPlainString())
                .setRemoved(row.numberOrZero("deleted") != 0)
                .build();
    }

    private static ActionRow.Builder common(RowChange change, Fields row, long nowMs) {
        return ActionRow.newBuilder()
                .setVisit(row.id("idvisit"))
                .setSite((int) row.numberOrZero("idsite"))
                .setServerTimeMs(row.number("server_time").orElse(nowMs))
                .setPosition(change.position())
                .setArrivedMs(nowMs)
                .setTopic(change.origin().topic())
                .setPartition(change.origin().partition())
                .setOffset(change.origin().offset());
    }

    /// Whether the row is a line of a cart that nobody has ordered yet.
    static boolean isCart(ActionRow row) {
        return row.getOrder().equals(OPEN_CART);
    }

    /// The line of the cart that a line of an order may have been.
    static ActionRow inCart(ActionRow ordered) {
        return ordered.toBuilder().setOrder(OPEN_CART).build();
    }

    /// The meaning of a row whose actions are known.
    sealed interface Meaning {
        /// Counts, for that item; a search is of none.
        record Counts(InteractionKind kind, String itemId) implements Meaning {}

        /// Not an interaction.
        record Nothing() implements Meaning {}

        /// That action, which it names, has not been read yet.
        record Waits(long idaction) implements Meaning {}
    }

    /// A row with an event category is an event, and counts only as a click on a recommendation (category
    /// `Recommendation`, action `Click`, name `dataset_N`); a row without URL is a search when its name is one;
    /// any other row is a view of the item its page URL names. A line of an order or a cart is of the item that
    /// its article number names.
    static Meaning meaning(ActionRow row, ActionLookup actions) {
        if (row.getSkuAction() != 0) {
            return bought(row, actions);
        }
        if (row.getCategoryAction() != 0) {
            return click(row, actions);
        }
        return row.getUrlAction() == 0 ? search(row, actions) : view(row, actions);
    }

    /// What a counted row adds. Its event time is not later than its commit.
    static Interaction addition(ActionRow row, Meaning.Counts meaning, String actor, Weights weights) {
        BigDecimal amount = row.getPrice().isEmpty()
                ? BigDecimal.ZERO
                : new BigDecimal(row.getPrice()).multiply(BigDecimal.valueOf(Math.max(1, row.getQuantity())));
        boolean ordered = meaning.kind() == InteractionKind.ORDER;
        return Interaction.newBuilder()
                .setInteractionId(interactionId(row))
                .setActor(actor)
                .setItemId(meaning.itemId())
                .setKind(meaning.kind())
                .setEffect(Effect.ADD)
                .setVisit(row.getVisit())
                .setWeightMicros(
                        ordered
                                ? Interactions.orderMicros(weights.order(), amount)
                                : Interactions.micros(weight(meaning.kind(), weights)))
                .setRevenueCents(ordered ? Interactions.cents(amount) : 0)
                .setEventTimeMs(
                        row.getPosition().getCommitTimeUs() > 0
                                ? Math.min(
                                        row.getServerTimeMs(), row.getPosition().getCommitTimeUs() / MICROS_A_MILLI)
                                : row.getServerTimeMs())
                .setRequestId(row.getRequestId())
                .setPosition(row.getPosition())
                .build();
    }

    private static Meaning view(ActionRow row, ActionLookup actions) {
        return switch (actions.of(row.getUrlAction(), row.getPosition())) {
            case ActionLookup.Answer.Unknown _ -> new Meaning.Waits(row.getUrlAction());
            case ActionLookup.Answer.Meaningless _ -> new Meaning.Nothing();
            case ActionLookup.Answer.Known(var page) ->
                page.getType() == ActionName.PAGE_URL && !page.getItemId().isEmpty()
                        ? new Meaning.Counts(InteractionKind.VIEW, page.getItemId())
                        : new Meaning.Nothing();
        };
    }

    private static String interactionId(ActionRow row) {
        if (row.getSkuAction() == 0) {
            return "action:" + row.getId();
        }
        return isCart(row)
                ? "cart:%d:%d".formatted(row.getVisit(), row.getSkuAction())
                : "matomo-order:%d:%d:%s".formatted(row.getVisit(), row.getSkuAction(), row.getOrder());
    }

    private static double weight(InteractionKind kind, Weights weights) {
        return switch (kind) {
            case VIEW -> weights.view();
            case CLICK -> weights.click();
            case CART -> weights.cart();
            case SEARCH -> 0;
            case ORDER, INTERACTION_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("no fixed weight: " + kind);
        };
    }

    private static Meaning bought(ActionRow row, ActionLookup actions) {
        return switch (actions.of(row.getSkuAction(), row.getPosition())) {
            case ActionLookup.Answer.Unknown _ -> new Meaning.Waits(row.getSkuAction());
            case ActionLookup.Answer.Meaningless _ -> new Meaning.Nothing();
            case ActionLookup.Answer.Known(var sku) ->
                sku.getItemId().isEmpty()
                        ? new Meaning.Nothing()
                        : new Meaning.Counts(
                                isCart(row) ? InteractionKind.CART : InteractionKind.ORDER, sku.getItemId());
        };
    }

    private static Meaning search(ActionRow row, ActionLookup actions) {
        return switch (actions.of(row.getNameAction(), row.getPosition())) {
            case ActionLookup.Answer.Unknown _ -> new Meaning.Waits(row.getNameAction());
            case ActionLookup.Answer.Meaningless _ -> new Meaning.Nothing();
            case ActionLookup.Answer.Known(var name) ->
                name.getType() == ActionName.SEARCH
                        ? new Meaning.Counts(InteractionKind.SEARCH, "")
                        : new Meaning.Nothing();
        };
    }

    private static Meaning click(ActionRow row, ActionLookup actions) {
        var category = actions.of(row.getCategoryAction(), row.getPosition());
        var action = actions.of(row.getEventAction(), row.getPosition());
        var name = actions.of(row.getNameAction(), row.getPosition());
        if (isOther(category, "recommendation") || isOther(action, "click")) {
            return new Meaning.Nothing();
        }
        if (!(category instanceof ActionLookup.Answer.Known)) {
            return new Meaning.Waits(row.getCategoryAction());
        }
        if (!(action instanceof ActionLookup.Answer.Known)) {
            return new Meaning.Waits(row.getEventAction());
        }
        return switch (name) {
            case ActionLookup.Answer.Unknown _ -> new Meaning.Waits(row.getNameAction());
            case ActionLookup.Answer.Meaningless _ -> new Meaning.Nothing();
            case ActionLookup.Answer.Known(var event) ->
                event.getItemId().isEmpty()
                        ? new Meaning.Nothing()
                        : new Meaning.Counts(InteractionKind.CLICK, event.getItemId());
        };
    }

    private static boolean isOther(ActionLookup.Answer answer, String word) {
        return switch (answer) {
            case ActionLookup.Answer.Meaningless _ -> true;
            case ActionLookup.Answer.Unknown _ -> false;
            case ActionLookup.Answer.Known(var meaning) -> !meaning.getWord().equals(word);
        };
    }

    private static String requestId(Fields row) {
        return DIMENSIONS.stream()
                .map(row::text)
                .flatMap(text -> RequestId.parse(text).stream())
                .map(RequestId::value)
                .findFirst()
                .orElse("");
    }
}
