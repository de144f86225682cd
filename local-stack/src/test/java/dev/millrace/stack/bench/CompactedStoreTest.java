package dev.millrace.stack.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class CompactedStoreTest {
    @TempDir
    Path folder;

    @Test
    void opensAStoreThatHasMoreThanItsEntries() throws Exception {
        Path store = folder.resolve("pairs-by-item");
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB db = RocksDB.open(options, store.toString());
                var offsets = db.createColumnFamily(new ColumnFamilyDescriptor("offsets".getBytes(UTF_8)))) {
            db.put("ds:1".getBytes(UTF_8), "one".getBytes(UTF_8));
            db.put(offsets, "topic-0".getBytes(UTF_8), "17".getBytes(UTF_8));
        }
        assertThat(entries(store)).containsExactly("ds:1=one");
    }

    @Test
    void makesOneThatIsNotThere() {
        Path store = folder.resolve("new");
        try (CompactedStore made = new CompactedStore(store)) {
            made.put("ds:2".getBytes(UTF_8), "two".getBytes(UTF_8));
            assertThat(made.compactedBytes()).isPositive();
        }
        assertThat(entries(store)).containsExactly("ds:2=two");
    }

    private static List<String> entries(Path folder) {
        List<String> entries = new ArrayList<>();
        try (CompactedStore store = new CompactedStore(folder)) {
            store.forEach((key, value) -> entries.add(new String(key, UTF_8) + "=" + new String(value, UTF_8)));
        }
        return entries;
    }
}
