package io.tidemill.benchmark.inference;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.layer.ParameterLayout;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Networks as ONNX models (onnx.proto, IR version 8, operators of version 17): what ONNX Runtime
 * needs to compute what Tidemill does, from the same weights.
 */
final class OnnxFile {
  private static final int FLOAT = 1; // TensorProto.DataType
  private static final int INT = 2; // AttributeProto.AttributeType

  private final Proto graph = new Proto();

  private OnnxFile() {}

  /**
   * Inputs x [1, 1, inputs] and h [1, 1, units]; outputs y [1, 1, 1] and g, the memory after it.
   */
  static byte[] gruAndDense(Network network, Parameters weights) {
    Gru gru = (Gru) network.layers().get(0);
    Dense dense = (Dense) network.layers().get(1);
    int in = gru.inputSize();
    int units = gru.hiddenSize();
    ParameterLayout layout = gru.parameters();
    float[] all = weights.data();
    float[] bias = new float[6 * units];
    OnnxFile file = new OnnxFile();
    for (int gate = 0; gate < 3; gate++) { // ours r, z, n; theirs z, r, n
      int theirs = gate == 2 ? 2 : 1 - gate;
      System.arraycopy(all, layout.offset("b") + gate * units, bias, theirs * units, units);
    }
    System.arraycopy(all, layout.offset("c"), bias, 5 * units, units);
    file.weights("W", gates(all, layout.offset("W"), in, units), 1, 3 * units, in);
    file.weights("R", gates(all, layout.offset("U"), units, units), 1, 3 * units, units);
    file.weights("B", bias, 1, 6 * units);
    file.dense(all, layout.size(), dense, "V", "c");
    file.node("GRU", List.of("x", "W", "R", "B", "", "h"), List.of("", "g"))
        .nested(5, attribute("hidden_size", units))
        .nested(5, attribute("linear_before_reset", 1))
        .end();
    file.node("MatMul", List.of("g", "V"), List.of("s")).end();
    file.node("Add", List.of("s", "c"), List.of("y")).end();
    file.graph.nested(11, tensor("x", 1, 1, in)).nested(11, tensor("h", 1, 1, units));
    file.graph.nested(12, tensor("y", 1, 1, dense.outputSize()));
    file.graph.nested(12, tensor("g", 1, 1, units));
    return file.model();
  }

  /** Input x [1, inputs] and output y [1, outputs] of dense, relu, dense with given weights. */
  static byte[] denseReluDense(Dense first, Dense second, float[] all) {
    OnnxFile file = new OnnxFile();
    file.dense(all, 0, first, "V", "b");
    file.dense(all, first.parameters().size(), second, "W", "c");
    file.node("Gemm", List.of("x", "V", "b"), List.of("s")).end();
    file.node("Relu", List.of("s"), List.of("r")).end();
    file.node("Gemm", List.of("r", "W", "c"), List.of("y")).end();
    file.graph.nested(11, tensor("x", 1, first.inputSize()));
    file.graph.nested(12, tensor("y", 1, second.outputSize()));
    return file.model();
  }

  /** Ours [rows, 3 units] in the order r, z, n to theirs [3 units, rows] in the order z, r, n. */
  private static float[] gates(float[] all, int from, int rows, int units) {
    float[] theirs = new float[3 * units * rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < 3 * units; column++) {
        int gate = column / units;
        int at = (gate == 2 ? 2 : 1 - gate) * units + column % units;
        theirs[at * rows + row] = all[from + row * 3 * units + column];
      }
    }
    return theirs;
  }

  private void dense(float[] all, int from, Dense dense, String weights, String bias) {
    int size = dense.inputSize() * dense.outputSize();
    weights(weights, slice(all, from, size), dense.inputSize(), dense.outputSize());
    weights(bias, slice(all, from + size, dense.outputSize()), dense.outputSize());
  }

  private static float[] slice(float[] all, int from, int size) {
    float[] part = new float[size];
    System.arraycopy(all, from, part, 0, size);
    return part;
  }

  private void weights(String name, float[] values, int... shape) {
    Proto tensor = new Proto();
    for (int size : shape) {
      tensor.number(1, size);
    }
    ByteBuffer raw =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    graph.nested(5, tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array()));
  }

  private Node node(String operator, List<String> inputs, List<String> outputs) {
    Proto node = new Proto();
    inputs.forEach(input -> node.text(1, input));
    outputs.forEach(output -> node.text(2, output));
    return new Node(graph, node.text(4, operator));
  }

  private record Node(Proto graph, Proto node) {
    Node nested(int field, Proto message) {
      node.nested(field, message);
      return this;
    }

    void end() {
      graph.nested(1, node);
    }
  }

  private static Proto attribute(String name, int value) {
    return new Proto().text(1, name).number(3, value).number(20, INT);
  }

  private static Proto tensor(String name, int... shape) {
    Proto sizes = new Proto();
    for (int size : shape) {
      sizes.nested(1, new Proto().number(1, size));
    }
    Proto type = new Proto().nested(1, new Proto().number(1, FLOAT).nested(2, sizes));
    return new Proto().text(1, name).nested(2, type);
  }

  private byte[] model() {
    graph.text(2, "network");
    Proto operators = new Proto().text(1, "").number(2, 17);
    return new Proto().number(1, 8).nested(7, graph).nested(8, operators).bytes.toByteArray();
  }

  /** A message of Protocol Buffers while it is written. */
  private static final class Proto {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Proto number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Proto text(int field, String text) {
      return bytes(field, text.getBytes(UTF_8));
    }

    Proto nested(int field, Proto message) {
      return bytes(field, message.bytes.toByteArray());
    }

    Proto bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        bytes.write((int) (rest & 0x7F | 0x80));
        rest >>>= 7;
      }
      bytes.write((int) rest);
    }
  }
}
