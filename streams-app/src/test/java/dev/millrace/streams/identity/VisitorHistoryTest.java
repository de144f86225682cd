package dev.millrace.streams.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.contract.proto.ActorProfile;
import dev.millrace.contract.proto.Effect;
import dev.millrace.contract.proto.Interaction;
import dev.millrace.contract.proto.InteractionKind;
import dev.millrace.contract.proto.Login;
import dev.millrace.contract.proto.ProfileChange;
import dev.millrace.streams.config.TopologySettings.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// Whatever the order in which a device's interactions, their retractions and its logins are read, each
/// interaction ends with the owner that all of them together name. Replay a failure with `-Dseed=`.
class VisitorHistoryTest {
    private static final Bounds BOUNDS = new Bounds(
            100,
            200,
            10_000,
            30,
            100,
            2_000,
            20_000,
            1_000,
            Duration.ofMinutes(10),
            500,
            500,
            4,
            50,
            Duration.ofMillis(400),
            3,
            Duration.ofDays(730),
            100,
            5,
            1_000,
            20);

    private sealed interface Read {
        record Act(Interaction interaction) implements Read {}

        record LogIn(Login login) implements Read {}
    }

    @RepeatedTest(20)
    void ownersDoNotDependOnTheOrderOfReading() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Interaction> added = new ArrayList<>();
        List<Login> logins = new ArrayList<>();
        for (int id = 1; id <= 60; id++) {
            added.add(interaction(id, random));
        }
        for (int i = 0; i < 8; i++) {
            logins.add(login(random));
        }
        List<Read> log = new ArrayList<>();
        added.forEach(each -> log.add(new Read.Act(each)));
        logins.forEach(each -> log.add(new Read.LogIn(each)));
        logins.forEach(each -> log.add(new Read.LogIn(each))); // read again
        Collections.shuffle(log, random);
        List<Interaction> retracted =
                added.stream().filter(_ -> random.nextInt(4) == 0).toList();
        for (Interaction each : retracted) {
            int behind = log.indexOf(new Read.Act(each)) + 1;
            Interaction retraction = each.toBuilder().setEffect(Effect.RETRACT).build();
            log.add(behind + random.nextInt(log.size() - behind + 1), new Read.Act(retraction));
        }

        Map<Long, Long> owners = ownersAfter(log);

        Map<Long, Long> expected = new TreeMap<>();
        for (Interaction each : added) {
            if (!retracted.contains(each)) {
                owner(each, logins).ifPresent(user -> expected.put(number(each), user));
            }
        }
        assertThat(owners).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void whatWasAnOldUsersStaysSoWhenTheLoginIsForgotten() {
        Bounds few = new Bounds(
                100,
                200,
                10_000,
                30,
                100,
                2_000,
                20_000,
                1_000,
                Duration.ofMinutes(10),
                500,
                500,
                4,
                4,
                Duration.ofMillis(400),
                3,
                Duration.ofDays(730),
                100,
                5,
                1_000,
                20);
        ActorProfile profile = ActorProfile.getDefaultInstance();
        Interaction first = Interaction.newBuilder()
                .setInteractionId("action:1")
                .setItemId("ds:1")
                .setKind(InteractionKind.VIEW)
                .setEffect(Effect.ADD)
                .setEventTimeMs(10)
                .setVisit(1)
                .build();
        profile = VisitorHistory.apply(profile, first, few).profile();
        for (int visit = 1; visit <= 9; visit++) {
            Login login = Login.newBuilder()
                    .setUser(visit == 1 ? 7 : 8)
                    .setVisit(visit)
                    .setTimeMs(10 * visit)
                    .build();
            VisitorHistory.Result result = VisitorHistory.apply(profile, login, few);
            profile = result.profile();
            assertThat(result.changes()).hasSize(visit == 1 ? 1 : 0);
        }
        assertThat(profile.getLoginsCount()).isEqualTo(4);
        assertThat(profile.getActions(0).getOwner()).isEqualTo(7);
    }

    /// The owner of each interaction by what joined and left; fails when one is joined twice.
    private static Map<Long, Long> ownersAfter(List<Read> log) {
        ActorProfile profile = ActorProfile.getDefaultInstance();
        Map<Long, Long> owners = new TreeMap<>();
        for (Read read : log) {
            VisitorHistory.Result result = switch (read) {
                case Read.Act(var interaction) -> VisitorHistory.apply(profile, interaction, BOUNDS);
                case Read.LogIn(var login) -> VisitorHistory.apply(profile, login, BOUNDS);
            };
            profile = result.profile();
            for (ProfileChange change : result.changes()) {
                long number = change.getEntry().getNumber();
                if (change.getLeaves()) {
                    assertThat(owners.remove(number)).isEqualTo(change.getUser());
                } else {
                    assertThat(owners.put(number, change.getUser())).isNull();
                }
            }
        }
        return owners;
    }

    private static Optional<Long> owner(Interaction interaction, List<Login> logins) {
        Comparator<Login> first = Comparator.comparingLong(Login::getTimeMs)
                .thenComparingLong(Login::getVisit)
                .thenComparingLong(Login::getUser);
        Optional<Login> sameVisit = logins.stream()
                .filter(login -> login.getVisit() == interaction.getVisit())
                .min(first);
        return sameVisit
                .or(() -> logins.stream()
                        .filter(login -> login.getTimeMs() >= interaction.getEventTimeMs()
                                && login.getTimeMs() <= interaction.getEventTimeMs() + 400)
                        .min(first))
                .map(Login::getUser);
    }

    private static Interaction interaction(long id, Random random) {
        return Interaction.newBuilder()
                .setInteractionId("action:" + id)
                .setItemId("ds:" + (1 + random.nextInt(5)))
                .setKind(InteractionKind.VIEW)
                .setEffect(Effect.ADD)
                .setEventTimeMs(1 + random.nextInt(1_000))
                .setVisit(1 + random.nextInt(20))
                .build();
    }

    private static Login login(Random random) {
        int visit = 1 + random.nextInt(20);
        return Login.newBuilder()
                .setUser(1 + random.nextInt(4))
                .setVisit(visit)
                .setTimeMs(visit * 997L % 1_000) // a visit begins once
                .build();
    }

    private static long number(Interaction interaction) {
        return Long.parseLong(interaction.getInteractionId().substring("action:".length()));
    }
}
