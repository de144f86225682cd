package dev.millrace.streams.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/// One block cache and one write-buffer budget for all stores of the process, so that memory does not grow
/// with their number. LZ4 above, ZSTD at the bottom.
public final class BoundedRocksDb implements RocksDBConfigSetter {
    /// Setting: bytes for block cache and write buffers together.
    public static final String CACHE_BYTES = "millrace.rocksdb.cache.bytes";

    private static @Nullable Cache cache;
    private static @Nullable WriteBufferManager buffers;

    /// Bytes that block cache and write buffers of all stores take at present.
    public static long usedBytes() {
        synchronized (BoundedRocksDb.class) {
            return cache == null ? 0 : cache.getUsage();
        }
    }

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        long bytes = Long.parseLong(String.valueOf(configs.getOrDefault(CACHE_BYTES, "67108864")));
        synchronized (BoundedRocksDb.class) {
            if (cache == null || buffers == null) {
                cache = new LRUCache(bytes, -1, false, 0.1);
                buffers = new WriteBufferManager(bytes / 2, cache);
            }
            table.setBlockCache(cache);
            options.setWriteBufferManager(buffers);
        }
        table.setCacheIndexAndFilterBlocks(true);
        table.setFilterPolicy(new BloomFilter(10));
        options.setTableFormatConfig(table);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
        options.setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
        // One thread writes a store.
        options.setAllowConcurrentMemtableWrite(false);
        options.setEnableWriteThreadAdaptiveYield(false);
        options.setMaxWriteBufferNumber(2);
        options.setWriteBufferSize(16 << 20);
    }

    @Override
    public void close(String storeName, Options options) {
        // Cache and buffers are shared by all stores and live as long as the process.
    }
}
