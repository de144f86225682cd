package dev.millrace.stack.exposure;

import dev.millrace.contract.capture.SourceTable;
import dev.millrace.stack.streams.RawFeed;

/// A small shop's rows, as the connector sends them.
final class Shelf {
    private static final int PAID = 1;

    private final RawFeed feed;
    private final long nowMs = System.currentTimeMillis();
    private long orders;
    private long visits;
    private long views;

    Shelf(RawFeed feed) {
        this.feed = feed;
    }

    /// An item and Matomo's name of its page.
    void item(int item) {
        feed.change(SourceTable.DATASET, "{\"id\":%d}".formatted(item), item, null, """
                {"id":%d,"dataset_name":"Maps of Yunnan %d","description":"All of them.","tag":"maps;yunnan","price":"%d.00",\
                "is_delete":0,"status":1,"publish_status":1,"create_time":%d,"update_time":%d}""".formatted(
                        item, item, item, nowMs, nowMs));
        feed.change(SourceTable.LOG_ACTION, "{\"idaction\":%d}".formatted(item), item, null, """
                {"idaction":%d,"name":"dataDetail/%d","type":1}""".formatted(item, item));
    }

    /// A user buys some items.
    void orders(long user, long... items) {
        for (long item : items) {
            feed.order(++orders, item, user, null, PAID);
        }
    }

    /// A visitor looks at some items, one after the other.
    void visit(String visitor, long... items) {
        long visit = ++visits;
        feed.change(SourceTable.LOG_VISIT, "{\"idvisit\":%d}".formatted(visit), visit, null, """
                {"idvisit":%d,"idsite":1,"idvisitor":"%s","user_id":null,"visit_first_action_time":%d}""".formatted(
                        visit, visitor, nowMs));
        for (long item : items) {
            long view = ++views;
            feed.change(
                    SourceTable.LOG_LINK_VISIT_ACTION, "{\"idlink_va\":%d}".formatted(view), visit, null, """
                    {"idlink_va":%d,"idsite":1,"idvisit":%d,"server_time":%d,"idaction_url":%d,"idaction_name":null}""".formatted(
                                    view, visit, nowMs - 10_000 + view, item));
        }
    }
}
