package io.tidemill.pipeline;

/** Where the memory of the keys is held. */
public enum StateBackend {
  /** On the Java heap: fastest. */
  HEAP,
  /** In RocksDB on the local disk: for more keys than the heap has room for. */
  ROCKSDB
}
