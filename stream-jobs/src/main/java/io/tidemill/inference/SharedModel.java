package io.tidemill.inference;

import io.tidemill.network.PackedWeights;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelSnapshotCodec;
import io.tidemill.snapshot.SnapshotFormatException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published model as all subtasks of a job in this JVM hold it: read and packed once, whoever
 * asks first, and kept as long as anybody answers with it. Not to be written to.
 *
 * @param bytes as they were published
 * @param packed weights as predictors use them
 */
@SuppressWarnings("ArrayRecordComponent") // a block of bytes, shared
record SharedModel(byte[] bytes, ModelSnapshot snapshot, PackedWeights packed) {

  /** Those in use, and some that were; few, as there are as many as versions in service. */
  private static final List<WeakReference<SharedModel>> ALL = new ArrayList<>();

  /** The model that these bytes are; who asks meanwhile waits for it. */
  static SharedModel of(byte[] published) throws SnapshotFormatException {
    synchronized (ALL) {
      SharedModel known = find(published);
      if (known != null) {
        return known;
      }
      ModelSnapshot snapshot = ModelSnapshotCodec.decode(published);
      PackedWeights packed = new PackedWeights(snapshot.spec().network(), false);
      packed.pack(snapshot.servedWeights());
      SharedModel model = new SharedModel(published, snapshot, packed);
      ALL.add(new WeakReference<>(model));
      return model;
    }
  }

  private static @Nullable SharedModel find(byte[] published) {
    Iterator<WeakReference<SharedModel>> all = ALL.iterator();
    while (all.hasNext()) {
      SharedModel model = all.next().get();
      if (model == null) {
        all.remove();
      } else if (Arrays.equals(model.bytes, published)) {
        return model;
      }
    }
    return null;
  }
}
