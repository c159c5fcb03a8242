package io.tidemill.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a value of the file must look like: reads it, and describes itself as JSON Schema. */
interface Shape<T> {

  /** The value, or null when a problem was reported instead. */
  @Nullable T read(Place place);

  /** JSON Schema, draft 2020-12, of what {@link #read} accepts; a new object at every call. */
  ObjectNode schema();
}
