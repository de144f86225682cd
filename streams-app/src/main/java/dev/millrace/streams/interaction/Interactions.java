package dev.millrace.streams.interaction;

import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Hop;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.SourcePosition;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Arithmetic of interactions. Scores are whole micros, so that what is added can be taken back exactly.
public final class Interactions {
    private static final double MICROS = 1_000_000;

    private Interactions() {}

    /// `weight` as whole micros.
    public static long micros(double weight) {
        return Math.round(weight * MICROS);
    }

    /// Score of an order: `factor × (1 + ln(1 + amount))`, amount in yuan, negative amounts as 0.
    public static long orderMicros(double factor, BigDecimal amount) {
        return micros(factor * (1 + StrictMath.log1p(Math.max(0, amount.doubleValue()))));
    }

    /// Whole cents of an amount in yuan, half up; amounts beyond a long are capped.
    public static long cents(BigDecimal amount) {
        BigDecimal cents = amount.movePointRight(2).setScale(0, RoundingMode.HALF_UP);
        return cents.min(BigDecimal.valueOf(Long.MAX_VALUE / 4))
                .max(BigDecimal.valueOf(Long.MIN_VALUE / 4))
                .longValueExact();
    }

    /// The interaction that takes `added` back.
    ///
    /// @param cause the change that made it go
    public static Interaction retraction(Interaction added, SourcePosition cause) {
        return added.toBuilder()
                .setEffect(Effect.RETRACT)
                .setWeightMicros(-added.getWeightMicros())
                .setRevenueCents(-added.getRevenueCents())
                .setPosition(cause)
                .build();
    }

    /// Whether two additions say the same, wherever they were read.
    public static boolean same(Interaction left, Interaction right) {
        return left.toBuilder()
                .clearPosition()
                .build()
                .equals(right.toBuilder().clearPosition().build());
    }

    /// +1 for an addition, -1 for a retraction.
    public static int sign(Interaction interaction) {
        return interaction.getEffect() == Effect.RETRACT ? -1 : 1;
    }

    /// As data of a hop.
    public static Hop hop(Interaction interaction) {
        return Hop.newBuilder().setInteraction(interaction).build();
    }
}
