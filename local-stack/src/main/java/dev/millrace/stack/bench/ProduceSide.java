package dev.millrace.stack.bench;

import dev.millrace.contract.process.ParentWatch;
import dev.millrace.stack.streams.RawFeed;
import java.nio.file.Path;

/// Program: writes the clicks five times and says what the last time cost. Arguments: broker, folder of
/// data sets.
public final class ProduceSide {

    private ProduceSide() {}

    public static void main(String[] arguments) {
        ParentWatch.startIfAsked();
        ClickFeed clicks = ClickFeed.from(Path.of(arguments[1]));
        try (RawFeed feed = new RawFeed(arguments[0])) {
            clicks.pages(feed);
            for (int pass = 0; pass < ClickFeed.WARM_UP; pass++) {
                var _ = clicks.pass(feed, pass);
            }
            var clock = new SideReport.Clock();
            var _ = clicks.pass(feed, ClickFeed.WARM_UP);
            System.out.println(clock.stop().line());
        }
    }
}
