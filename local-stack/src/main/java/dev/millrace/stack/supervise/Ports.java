package dev.millrace.stack.supervise;

/// The TCP ports of one stack: a base and the next seven.
///
/// @param base of the range, 1024..65528
public record Ports(int base) {
    public Ports {
        if (base < 1024 || base > 65528) {
            throw new IllegalArgumentException("--port must be 1024..65528, got " + base);
        }
    }

    public int query() {
        return base;
    }

    public int cdc() {
        return base + 1;
    }

    public int streams() {
        return base + 2;
    }

    public int simulator() {
        return base + 3;
    }

    public int kafka() {
        return base + 4;
    }

    public int kafkaController() {
        return base + 5;
    }

    public int mysql() {
        return base + 6;
    }

    public int embedding() {
        return base + 7;
    }
}
