package io.tidemill.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A model in ONNX Runtime as it is fastest from Java: one thread, inputs and outputs in buffers
 * that are made once. The free dimension of its tensors is the number of rows.
 */
public final class OnnxModel implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, FloatBuffer> buffers = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  /**
   * Loads a model.
   *
   * @param rows in place of the free dimension of its tensors
   */
  public OnnxModel(Path file, int rows) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      session = environment.createSession(file.toString(), options);
    }
    for (var input : session.getInputInfo().entrySet()) {
      TensorInfo info = (TensorInfo) input.getValue().getInfo();
      inputs.put(input.getKey(), tensor(environment, input.getKey(), info, rows));
    }
    for (var output : session.getOutputInfo().entrySet()) {
      TensorInfo info = (TensorInfo) output.getValue().getInfo();
      outputs.put(output.getKey(), tensor(environment, output.getKey(), info, rows));
    }
  }

  private OnnxTensor tensor(OrtEnvironment environment, String name, TensorInfo info, int rows)
      throws OrtException {
    long[] shape = info.getShape();
    int size = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = shape[i] < 0 ? rows : shape[i];
      size = Math.multiplyExact(size, Math.toIntExact(shape[i]));
    }
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(Float.BYTES * size)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    buffers.put(name, buffer);
    return OnnxTensor.createTensor(environment, buffer, shape);
  }

  Set<String> inputs() {
    return inputs.keySet();
  }

  /** The memory of a tensor, from its start. */
  public FloatBuffer buffer(String name) {
    FloatBuffer buffer = buffers.get(name);
    if (buffer == null) {
      throw new IllegalArgumentException("no tensor " + name + " among " + buffers.keySet());
    }
    return buffer.clear();
  }

  /** Fills an input with numbers, repeated as often as the rows want it. */
  void fill(String input, float[] numbers) {
    FloatBuffer buffer = buffer(input);
    for (int i = 0; i < buffer.capacity(); i++) {
      buffer.put(i, numbers[i % numbers.length]);
    }
  }

  /** Fills the outputs from the inputs. */
  public void run() throws OrtException {
    session.run(inputs, Set.of(), outputs).close();
  }

  @Override
  public void close() throws OrtException {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    session.close();
  }
}
