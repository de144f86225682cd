package dev.millrace.stack.bench;

import dev.millrace.streams.runtime.BoundedRocksDb;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactionStyle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// A RocksDB store with the options that streams-app gives it, outside of Kafka Streams.
final class CompactedStore implements AutoCloseable {
    private static final long KAFKAS_BLOCK = 4 << 10;
    private static final long CACHE = 64 << 20;

    private final Options options;
    private final RocksDB db;

    /// @param folder of the store; made when it is not there
    CompactedStore(Path folder) {
        options = new Options();
        options.setCreateIfMissing(true);
        options.setCompactionStyle(CompactionStyle.UNIVERSAL);
        options.setTableFormatConfig(new BlockBasedTableConfig().setBlockSize(KAFKAS_BLOCK));
        new BoundedRocksDb()
                .setConfig(folder.getFileName().toString(), options, Map.of(BoundedRocksDb.CACHE_BYTES, CACHE));
        try {
            db = RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            options.close();
            throw failed(e);
        }
    }

    void put(byte[] key, byte[] value) {
        try {
            db.put(key, value);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    void forEach(BiConsumer<byte[], byte[]> entry) {
        try (RocksIterator all = db.newIterator()) {
            for (all.seekToFirst(); all.isValid(); all.next()) {
                entry.accept(all.key(), all.value());
            }
        }
    }

    /// Bytes on disk once all of it is compacted.
    long compactedBytes() {
        try {
            db.compactRange();
            return db.getLongProperty("rocksdb.live-sst-files-size");
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private static BenchException failed(RocksDBException e) {
        return new BenchException("RocksDB: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        db.close();
        options.close();
    }
}
