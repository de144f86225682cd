package dev.millrace.streams.runtime;

import java.util.List;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// A store whose entries are those of another. Everything is handed on, defaults included: they refuse.
interface KeyValueStoreOf extends KeyValueStore<Bytes, byte[]> {

    /// The other.
    KeyValueStore<Bytes, byte[]> inner();

    @Override
    default void put(Bytes key, byte[] value) {
        inner().put(key, value);
    }

    @Override
    default byte[] putIfAbsent(Bytes key, byte[] value) {
        return inner().putIfAbsent(key, value);
    }

    @Override
    default void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        inner().putAll(entries);
    }

    @Override
    default byte[] delete(Bytes key) {
        return inner().delete(key);
    }

    @Override
    default byte[] get(Bytes key) {
        return inner().get(key);
    }

    @Override
    default KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return inner().range(from, to);
    }

    @Override
    default KeyValueIterator<Bytes, byte[]> reverseRange(Bytes from, Bytes to) {
        return inner().reverseRange(from, to);
    }

    @Override
    default KeyValueIterator<Bytes, byte[]> all() {
        return inner().all();
    }

    @Override
    default KeyValueIterator<Bytes, byte[]> reverseAll() {
        return inner().reverseAll();
    }

    @Override
    default <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        return inner().prefixScan(prefix, serializer);
    }

    @Override
    default long approximateNumEntries() {
        return inner().approximateNumEntries();
    }
}
