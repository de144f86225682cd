package dev.millrace.query.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Judges this instance by what it depends on.
///
/// It can serve as long as it has the catalogue: with streams-app away, or before the rest is read, lists are poorer or
/// filled up otherwise, so that is *degraded*, not *unhealthy*.
///
/// Traffic waits for statistics and activities, which belong to every item; sessions and vectors are a channel each.
public final class Health {
    private final BooleanSupplier catalogueCaughtUp;
    private final BooleanSupplier statisticsCaughtUp;
    private final BooleanSupplier activitiesRead;
    private final BooleanSupplier sessionsCaughtUp;
    private final BooleanSupplier vectorsReady;
    private final BooleanSupplier routesComplete;
    private final BooleanSupplier streamsReachable;

    /// @param routesComplete whether every partition of every store has an owner
    /// @param streamsReachable whether streams-app answered the last time it was asked
    public Health(
            BooleanSupplier catalogueCaughtUp,
            BooleanSupplier statisticsCaughtUp,
            BooleanSupplier activitiesRead,
            BooleanSupplier sessionsCaughtUp,
            BooleanSupplier vectorsReady,
            BooleanSupplier routesComplete,
            BooleanSupplier streamsReachable) {
        this.catalogueCaughtUp = catalogueCaughtUp;
        this.statisticsCaughtUp = statisticsCaughtUp;
        this.activitiesRead = activitiesRead;
        this.sessionsCaughtUp = sessionsCaughtUp;
        this.vectorsReady = vectorsReady;
        this.routesComplete = routesComplete;
        this.streamsReachable = streamsReachable;
    }

    /// Whether traffic may come, and what is missing if not.
    public record Readiness(boolean ready, String detail) {}

    /// `healthy`, `degraded` or `unhealthy`, with each check.
    public record Report(String status, Map<String, String> checks) {

        /// Whether requests can be answered at all.
        public boolean canServe() {
            return !status.equals("unhealthy");
        }

        /// As shown.
        public Map<String, Object> body() {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("status", status);
            body.put("checks", checks);
            return body;
        }
    }

    /// Ready once catalogue, statistics and activities are read and the routing table names an owner for every
    /// partition.
    public Readiness readiness() {
        if (!catalogueCaughtUp.getAsBoolean()) {
            return new Readiness(false, "catalogue is being read");
        }
        if (!statisticsCaughtUp.getAsBoolean()) {
            return new Readiness(false, "statistics are being read");
        }
        if (!activitiesRead.getAsBoolean()) {
            return new Readiness(false, "activities are being read");
        }
        if (!routesComplete.getAsBoolean()) {
            return new Readiness(false, "not every state partition has a known owner");
        }
        return new Readiness(true, "ready");
    }

    /// The checks and what follows from them.
    public Report report() {
        boolean catalogue = catalogueCaughtUp.getAsBoolean();
        boolean statistics = statisticsCaughtUp.getAsBoolean();
        boolean activities = activitiesRead.getAsBoolean();
        boolean sessions = sessionsCaughtUp.getAsBoolean();
        boolean vectors = vectorsReady.getAsBoolean();
        boolean routes = routesComplete.getAsBoolean();
        boolean reachable = streamsReachable.getAsBoolean();
        Map<String, String> checks = new LinkedHashMap<>();
        checks.put("catalogue", catalogue ? "ok" : "loading");
        checks.put("statistics", statistics ? "ok" : "loading");
        checks.put("activities", activities ? "ok" : "loading");
        checks.put("sessions", sessions ? "ok" : "loading");
        checks.put("vectors", vectors ? "ok" : "loading");
        checks.put("routes", routes ? "ok" : "incomplete");
        checks.put("streams", reachable ? "ok" : "unreachable");
        String fine = statistics && activities && sessions && vectors && routes && reachable ? "healthy" : "degraded";
        return new Report(catalogue ? fine : "unhealthy", checks);
    }
}
