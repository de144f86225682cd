package dev.millrace.contract.features;

/// What happened to an item up to one time; made by [Facts], anew when something happens and with every minute, because
/// windows move.
///
/// @param hour interactions of the newest hour, as the following
/// @param buyers distinct buyers ever
/// @param revenue yuan ever
/// @param weekScore weighted interactions of seven days
public record StatisticsFacts(
        Activity hour, Activity day, Activity week, Activity ever, long buyers, double revenue, double weekScore) {

    /// Nothing ever happened.
    public static final StatisticsFacts NONE =
            new StatisticsFacts(Activity.NONE, Activity.NONE, Activity.NONE, Activity.NONE, 0, 0, 0);

    /// Interactions within a time.
    ///
    /// @param views of the item's page
    /// @param clicks on recommendations of the item
    /// @param orders that stand
    public record Activity(long views, long clicks, long orders) {
        /// Nothing happened.
        public static final Activity NONE = new Activity(0, 0, 0);
    }
}
