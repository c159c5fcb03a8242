package io.tidemill.kafka;

import io.tidemill.snapshot.ModelVersion;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where the versions of a model are kept. */
@FunctionalInterface
public interface ModelArchive extends Serializable {

  /** Gives a version that was passed by before it was chosen; null: it is gone. */
  @Nullable PublishedModel fetch(ModelVersion version) throws Exception;
}
