package dev.millrace.streams.profile;

import dev.millrace.contract.id.ItemId;
import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.OrderTotals;
import dev.millrace.contract.proto.ProfileEntry;
import dev.millrace.streams.config.TopologySettings.Bounds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/// What one interaction does to a profile.
///
/// Orders and the rest stand in a list each, newest last, each with its own bound, so that a flood of views
/// pushes no order out. What is pushed out of the orders is added to totals, from which a late retraction is
/// taken again: count and sums stay exact for ever, the lowest, highest, first and last of the totals stay as
/// they were. Depends on the order of interactions only where something was pushed out. Pure.
public final class ProfileEntries {
    private static final double CENTS = 100;
    private static final Comparator<ProfileEntry> OLDEST_FIRST = Comparator.comparingLong(ProfileEntry::getTimeMs)
            .thenComparing(ProfileEntry::getKind)
            .thenComparingLong(ProfileEntry::getItem)
            .thenComparingLong(ProfileEntry::getNumber);

    private ProfileEntries() {}

    /// The entry of an interaction.
    public static ProfileEntry of(Interaction interaction) {
        return ProfileEntry.newBuilder()
                .setKind(interaction.getKind())
                .setItem(ItemId.parse(interaction.getItemId()).map(ItemId::code).orElse(0L))
                .setTimeMs(interaction.getEventTimeMs())
                .setNumber(number(interaction.getInteractionId()))
                .setRevenueCents(Math.abs(interaction.getRevenueCents()))
                .setVisit(interaction.getVisit())
                .build();
    }

    /// `profile` with one entry more.
    public static ActorProfile add(ActorProfile profile, ProfileEntry entry, Bounds bounds) {
        ActorProfile.Builder next = profile.toBuilder();
        if (entry.getKind() == InteractionKind.ORDER) {
            List<ProfileEntry> orders = inserted(profile.getOrdersList(), entry);
            while (orders.size() > bounds.profileOrders()) {
                next.setOlderOrders(plus(next.getOlderOrders(), orders.removeFirst()));
            }
            return next.clearOrders().addAllOrders(orders).build();
        }
        List<ProfileEntry> actions = inserted(profile.getActionsList(), entry);
        while (actions.size() > bounds.profileActions()) {
            next.setOlderUntilMs(
                    Math.max(next.getOlderUntilMs(), actions.removeFirst().getTimeMs()));
        }
        return counted(next, entry.getKind(), 1)
                .clearActions()
                .addAllActions(actions)
                .build();
    }

    /// `profile` without an entry.
    public static ActorProfile remove(ActorProfile profile, ProfileEntry entry) {
        ActorProfile.Builder next = profile.toBuilder();
        if (entry.getKind() == InteractionKind.ORDER) {
            List<ProfileEntry> orders = without(profile.getOrdersList(), entry);
            if (orders.size() == profile.getOrdersCount()) {
                OrderTotals older = minus(profile.getOlderOrders(), entry);
                return older.equals(OrderTotals.getDefaultInstance())
                        ? next.clearOlderOrders().build()
                        : next.setOlderOrders(older).build();
            }
            return next.clearOrders().addAllOrders(orders).build();
        }
        return counted(next, entry.getKind(), -1)
                .clearActions()
                .addAllActions(without(profile.getActionsList(), entry))
                .build();
    }

    /// The kept entry of the same interaction.
    public static Optional<ProfileEntry> find(ActorProfile profile, ProfileEntry entry) {
        List<ProfileEntry> list =
                entry.getKind() == InteractionKind.ORDER ? profile.getOrdersList() : profile.getActionsList();
        return list.stream().filter(kept -> isSame(kept, entry)).findFirst();
    }

    /// Time of the newest entry, 0 when there is none.
    public static long newestMs(ActorProfile profile) {
        long order = profile.getOrdersCount() == 0
                ? 0
                : profile.getOrdersList().getLast().getTimeMs();
        long action = profile.getActionsCount() == 0
                ? 0
                : profile.getActionsList().getLast().getTimeMs();
        return Math.max(order, action);
    }

    private static boolean isSame(ProfileEntry left, ProfileEntry right) {
        return left.getNumber() == right.getNumber()
                && left.getItem() == right.getItem()
                && left.getKind() == right.getKind();
    }

    private static List<ProfileEntry> inserted(List<ProfileEntry> sorted, ProfileEntry entry) {
        List<ProfileEntry> entries = new ArrayList<>(sorted.size() + 1);
        entries.addAll(sorted);
        int place = entries.size();
        while (place > 0 && OLDEST_FIRST.compare(entries.get(place - 1), entry) > 0) {
            place--;
        }
        entries.add(place, entry);
        return entries;
    }

    private static List<ProfileEntry> without(List<ProfileEntry> entries, ProfileEntry entry) {
        List<ProfileEntry> left = new ArrayList<>(entries);
        for (int i = left.size() - 1; i >= 0; i--) {
            if (isSame(left.get(i), entry)) {
                left.remove(i);
                return left;
            }
        }
        return left;
    }

    private static ActorProfile.Builder counted(ActorProfile.Builder profile, InteractionKind kind, int sign) {
        return switch (kind) {
            case VIEW -> profile.setViews(profile.getViews() + sign);
            case CLICK -> profile.setClicks(profile.getClicks() + sign);
            case CART -> profile.setCarts(profile.getCarts() + sign);
            case SEARCH -> profile.setSearches(profile.getSearches() + sign);
            case ORDER, INTERACTION_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("not counted: " + kind);
        };
    }

    private static OrderTotals plus(OrderTotals totals, ProfileEntry order) {
        boolean first = totals.getOrders() == 0;
        long cents = order.getRevenueCents();
        return OrderTotals.newBuilder()
                .setOrders(totals.getOrders() + 1)
                .setRevenueCents(totals.getRevenueCents() + cents)
                .setRevenueSquares(totals.getRevenueSquares() + square(cents))
                .setLowestCents(first ? cents : Math.min(totals.getLowestCents(), cents))
                .setHighestCents(first ? cents : Math.max(totals.getHighestCents(), cents))
                .setFirstMs(first ? order.getTimeMs() : Math.min(totals.getFirstMs(), order.getTimeMs()))
                .setLastMs(first ? order.getTimeMs() : Math.max(totals.getLastMs(), order.getTimeMs()))
                .build();
    }

    private static OrderTotals minus(OrderTotals totals, ProfileEntry order) {
        if (totals.getOrders() <= 1) {
            return OrderTotals.getDefaultInstance();
        }
        return totals.toBuilder()
                .setOrders(totals.getOrders() - 1)
                .setRevenueCents(totals.getRevenueCents() - order.getRevenueCents())
                .setRevenueSquares(Math.max(0, totals.getRevenueSquares() - square(order.getRevenueCents())))
                .build();
    }

    private static double square(long cents) {
        return cents / CENTS * (cents / CENTS);
    }

    /// The row's number where the id ends with one and the kind says the rest, else a hash of the id.
    private static long number(String interactionId) {
        String digits = interactionId.substring(interactionId.indexOf(':') + 1);
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= 18
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber
                ? Long.parseLong(digits)
                : Integer.toUnsignedLong(Utils.murmur2(Utils.utf8(interactionId))) | 1L << 62;
    }
}
