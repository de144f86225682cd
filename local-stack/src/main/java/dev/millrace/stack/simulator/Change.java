package dev.millrace.stack.simulator;

/// One thing that happens in the marketplace. Sessions and orders have numbers of the simulator's own; writers know
/// which rows they became.
sealed interface Change {

    /// About how many row changes it is: what the pace counts.
    int rows();

    /// What happens in the shop's database.
    sealed interface Shop extends Change {}

    /// What Matomo records.
    sealed interface Tracked extends Change {
        long session();
    }

    /// A seller offers a new data set, with its cover.
    record NewItem(Item item, ItemTexts.Text text, String imageUrl) implements Shop {
        @Override
        public int rows() {
            return 3;
        }
    }

    record NewPrice(long item, long priceCents) implements Shop {
        @Override
        public int rows() {
            return 1;
        }
    }

    record NewTitle(long item, String title) implements Shop {
        @Override
        public int rows() {
            return 1;
        }
    }

    /// The cover image of a data set is replaced in place.
    record NewImage(long item, String imageUrl) implements Shop {
        @Override
        public int rows() {
            return 1;
        }
    }

    /// An order is placed and not yet paid.
    record PlaceOrder(long order, long user, long item, long priceCents) implements Shop {
        @Override
        public int rows() {
            return 1;
        }
    }

    /// An order is paid.
    ///
    /// @param status one of the values that mean paid
    record PayOrder(long order, int status) implements Shop {
        @Override
        public int rows() {
            return 1;
        }
    }

    /// An order, paid or not, is taken back.
    record CancelOrder(long order, Way way) implements Shop {
        @Override
        public int rows() {
            return 1;
        }
    }

    /// The ways in which shops take orders back.
    enum Way {
        REFUND,
        HIDE,
        DELETE
    }

    /// A visitor arrives.
    ///
    /// @param visitor 16 hex digits
    /// @param user 0 = not logged in
    record StartVisit(long session, String visitor, long user) implements Tracked {
        @Override
        public int rows() {
            return 1;
        }
    }

    /// The visitor turns out to be a user in the middle of a visit.
    record LogIn(long session, long user) implements Tracked {
        @Override
        public int rows() {
            return 1;
        }
    }

    record ViewHome(long session, boolean firstEver) implements Tracked {
        @Override
        public int rows() {
            return firstEver ? 4 : 2;
        }
    }

    record ViewItem(long session, long item, String title, boolean firstEver) implements Tracked {
        @Override
        public int rows() {
            return firstEver ? 4 : 2;
        }
    }

    record SearchSite(long session, String keyword, int results, boolean firstEver) implements Tracked {
        @Override
        public int rows() {
            return firstEver ? 3 : 2;
        }
    }

    /// The browser reports how long the last page was looked at.
    record TimeSpent(long session, int seconds) implements Tracked {
        @Override
        public int rows() {
            return 2;
        }
    }

    /// A list is asked of the API and one of its items is clicked; the click counts when it is made.
    ///
    /// @param item the page's item, for whose page a list is asked; 0 = one for the home page
    /// @param visitor 16 hex digits
    /// @param user who has logged in, 0 for nobody: then the home page shows what is trending
    /// @param choice 0 ≤ choice < 1, decides the position
    record FollowRecommendation(long session, long item, String visitor, long user, double choice) implements Tracked {
        /// The list that is asked for.
        String path(int limit) {
            if (item > 0) {
                String who = user > 0 ? "user_id=" + user : "visitor_id=" + visitor;
                return "/recommend/detail/%d?%s&limit=%d".formatted(item, who, limit);
            }
            return user > 0
                    ? "/recommend/user/%d?limit=%d".formatted(user, limit)
                    : "/hot/trending?timeframe=1h&limit=" + limit;
        }

        @Override
        public int rows() {
            return 0;
        }
    }

    /// The click on what the API showed, and the page view that follows.
    ///
    /// @param position 1 = first of the list
    record ClickShown(long session, long pageItem, long item, String title, String requestId, int position)
            implements Tracked {
        @Override
        public int rows() {
            return 5;
        }
    }

    /// A crawler reads an item's page; Matomo keeps such hits apart.
    record BotHit(long session, long item, boolean firstEver) implements Tracked {
        @Override
        public int rows() {
            return firstEver ? 2 : 1;
        }
    }
}
