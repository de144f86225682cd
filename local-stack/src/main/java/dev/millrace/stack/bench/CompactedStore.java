package dev.millrace.stack.bench;

import dev.millrace.streams.runtime.BoundedRocksDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// A RocksDB store with the options that streams-app gives it, outside of Kafka Streams.
///
/// What Kafka Streams keeps beside the entries, in column families of its own, is opened and not looked at.
final class CompactedStore implements AutoCloseable {
    /// There is one wherever a database is.
    private static final String CURRENT = "CURRENT";

    private static final long KAFKAS_BLOCK = 4 << 10;
    private static final long CACHE = 64 << 20;

    private final Options options;
    private final List<ColumnFamilyHandle> families = new ArrayList<>();
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
            db = Files.exists(folder.resolve(CURRENT)) ? openAll(folder) : RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            options.close();
            throw failed(e);
        }
    }

    private RocksDB openAll(Path folder) throws RocksDBException {
        List<ColumnFamilyDescriptor> all = new ArrayList<>();
        try (DBOptions settings = new DBOptions(options);
                ColumnFamilyOptions ofEach = new ColumnFamilyOptions(options)) {
            for (byte[] name : RocksDB.listColumnFamilies(options, folder.toString())) {
                all.add(new ColumnFamilyDescriptor(name, ofEach));
            }
            return RocksDB.open(settings, folder.toString(), all, families);
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
        families.forEach(ColumnFamilyHandle::close);
        db.close();
        options.close();
    }
}
