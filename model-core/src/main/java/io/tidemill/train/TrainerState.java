package io.tidemill.train;

import io.tidemill.feature.RecordText;
import io.tidemill.network.Model;
import io.tidemill.optimizer.Optimizer;
import io.tidemill.snapshot.Fingerprint;
import java.nio.ByteBuffer;

/**
 * A trainer's state as bytes, big-endian: magic, format version, fingerprint of the model, steps,
 * skipped, seed, fingerprint of the optimiser's name, steps before the optimiser's state began,
 * then the doubles of the schedule, then the floats of weights, averages and optimiser, turn by
 * turn. Rates and the like may change between two runs, the kind of optimiser may not: another
 * would read the floats as something else.
 *
 * <p>Format 1 has no schedule, which then begins anew at the step that was reached; formats 1 and 2
 * have no seed, and the trainer keeps its own; formats 1 to 3 do not name the optimiser; formats 1
 * to 4 know of no other beginning than the first step.
 */
record TrainerState(
    long steps,
    long skipped,
    long seed,
    long begun,
    double[] schedule,
    float[] weights,
    float[] averaged,
    float[] optimizer) {
  private static final int MAGIC = 0x544d5452; // TMTR
  private static final int FORMAT = 5;
  private static final int HEADER = 2 * Integer.BYTES + 3 * Long.BYTES;

  byte[] encode(Model model, Optimizer kind) {
    int floats = weights.length + averaged.length + optimizer.length;
    ByteBuffer buffer =
        ByteBuffer.allocate(
            HEADER + 3 * Long.BYTES + Double.BYTES * schedule.length + Float.BYTES * floats);
    buffer.putInt(MAGIC).putInt(FORMAT).putLong(fingerprint(model));
    buffer.putLong(steps).putLong(skipped).putLong(seed).putLong(fingerprint(kind)).putLong(begun);
    for (double value : schedule) {
      buffer.putDouble(value);
    }
    buffer.asFloatBuffer().put(weights).put(averaged).put(optimizer);
    return buffer.array();
  }

  static TrainerState decode(
      byte[] bytes,
      Model model,
      Optimizer kind,
      long seed,
      int scheduleSize,
      int parameters,
      int optimizerSize) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int magic = bytes.length < HEADER ? 0 : buffer.getInt();
    int format = bytes.length < HEADER ? 0 : buffer.getInt();
    if (magic != MAGIC || format < 1 || format > FORMAT) {
      throw new IllegalArgumentException(
          "trainer state begins with %08x, format %d; want %08x, format 1 to %d: it was written by something else"
              .formatted(magic, format, MAGIC, FORMAT));
    }
    long fingerprint = buffer.getLong();
    if (fingerprint != fingerprint(model)) {
      throw new IllegalArgumentException(
          "trainer state of the model "
              + Fingerprint.hex(fingerprint)
              + ", the trainer has "
              + Fingerprint.hex(fingerprint(model))
              + ": start without this state to train another model");
    }
    int doubles = format == 1 ? 0 : scheduleSize;
    int expected =
        HEADER
            + (format < 3 ? 0 : Long.BYTES)
            + (format < 4 ? 0 : Long.BYTES)
            + (format < 5 ? 0 : Long.BYTES)
            + Double.BYTES * doubles
            + Float.BYTES * (2 * parameters + optimizerSize);
    if (bytes.length != expected) {
      throw new IllegalArgumentException(
          "trainer state of "
              + bytes.length
              + " bytes, want "
              + expected
              + ": it is cut, or belongs to another optimiser or schedule");
    }
    long steps = buffer.getLong();
    long skipped = buffer.getLong();
    long seedThen = format < 3 ? seed : buffer.getLong();
    if (format >= 4 && buffer.getLong() != fingerprint(kind)) {
      throw new IllegalArgumentException(
          "trainer state of another kind of optimiser than "
              + kind
              + ": go on with that one, or start without this state");
    }
    long begun = format < 5 ? 0 : buffer.getLong();
    double[] schedule = new double[scheduleSize];
    for (int i = 0; i < doubles; i++) {
      schedule[i] = buffer.getDouble();
    }
    float[] weights = new float[parameters];
    float[] averaged = new float[parameters];
    float[] optimizer = new float[optimizerSize];
    buffer.asFloatBuffer().get(weights).get(averaged).get(optimizer);
    return new TrainerState(
        steps, skipped, seedThen, begun, schedule, weights, averaged, optimizer);
  }

  private static long fingerprint(Optimizer kind) {
    return Fingerprint.of(kind.getClass().getSimpleName());
  }

  private static long fingerprint(Model model) {
    return Fingerprint.of(RecordText.withoutDefaults((Record) model));
  }
}
