package io.tidemill.benchmark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of floats, little-endian, that peers.py wrote. */
record Numbers(Path directory) {
  private static final String DIRECTORY = "tidemill.benchmark.directory";

  /** Those of the run that started this JVM. */
  static Numbers ofRun() {
    return new Numbers(Path.of(System.getProperty(DIRECTORY)));
  }

  /** Makes them those of this JVM. */
  void use() {
    System.setProperty(DIRECTORY, directory.toString());
  }

  /** The options of a JVM that is to have the Vector API and those of this one. */
  static String[] options() {
    String directory = System.getProperty(DIRECTORY, "");
    return new String[] {"--add-modules=jdk.incubator.vector", "-D" + DIRECTORY + "=" + directory};
  }

  /** The weights of a case in the order of {@link io.tidemill.network.Parameters}. */
  float[] weights(Case one) throws IOException {
    return read(one, "weights");
  }

  Path onnx(Case one) {
    return directory.resolve(one.title() + ".onnx");
  }

  /** A tensor of a case, row-major. */
  float[] read(Case one, String tensor) throws IOException {
    Path file = directory.resolve(one.title() + "." + tensor);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }
}
