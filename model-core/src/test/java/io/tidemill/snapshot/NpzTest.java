package io.tidemill.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemill.layer.Dense;
import io.tidemill.layer.Gru;
import io.tidemill.network.Network;
import io.tidemill.network.Parameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NpzTest {
  private static final Network NETWORK = Network.of(new Gru(3, 4), new Dense(4, 2));
  private static final Network DENSE = Network.of(new Dense(3, 2));

  @TempDir private Path folder;

  @Test
  void givesBackWhatWasWritten() throws Exception {
    Parameters weights = Parameters.initial(NETWORK, 1);

    Parameters read = read(written(weights), NETWORK);

    assertThat(read.data()).isEqualTo(weights.data());
    assertThat(written(weights)).isEqualTo(written(weights));
  }

  @Test
  void readsWhatNumPyWrites() throws Exception {
    try (InputStream in = NpzTest.class.getResourceAsStream("/golden/numpy.npz")) {
      assertThat(in).isNotNull();
      assertThat(Npz.read(in, DENSE.parameters()).data())
          .containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f, 0.5f, -0.25f);
    }
  }

  @Test
  void isReadByNd4j() throws Exception {
    Parameters weights = Parameters.initial(NETWORK, 2);
    Path file = Files.write(folder.resolve("weights.npz"), written(weights));

    Map<String, INDArray> arrays = Nd4j.createFromNpzFile(file.toFile());

    assertThat(arrays).containsOnlyKeys("0.W", "0.U", "0.b", "0.c", "1.W", "1.b");
    INDArray u = Objects.requireNonNull(arrays.get("0.U"));
    assertThat(u.shape()).containsExactly(4, 12);
    assertThat(u.dup('c').data().asFloat()).containsExactly(part(weights, "0.U", 48));
  }

  private static float[] part(Parameters weights, String name, int size) {
    float[] part = new float[size];
    System.arraycopy(weights.data(), weights.layout().offset(name), part, 0, size);
    return part;
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    byte[] ofDense = written(Parameters.initial(DENSE, 3));

    assertThatThrownBy(() -> read(ofDense, Network.of(new Dense(2, 2))))
        .hasMessage("array 0.W has shape [3, 2]: the network's is [2, 2]");
    assertThatThrownBy(() -> read(ofDense, NETWORK)).hasMessageContaining("array 0.W has shape");
    assertThatThrownBy(() -> read(written(Parameters.initial(NETWORK, 3)), DENSE))
        .isInstanceOf(SnapshotFormatException.class);
    assertThatThrownBy(() -> read(new byte[0], DENSE))
        .hasMessage("the archive has no arrays [0.W, 0.b]: they are in the network it is read for");
    assertThatThrownBy(() -> read(zipped("0.b", "text"), DENSE))
        .hasMessage("array 0.b is not in the npy format: write it with numpy.savez");
    assertThatThrownBy(() -> read(zipped("other", "text"), DENSE))
        .hasMessageContaining("array other that is not wanted");
    String header = "{'descr': '>i8', 'fortran_order': False, 'shape': (2,), }";
    assertThatThrownBy(() -> read(zipped("0.b", npy(header)), DENSE))
        .hasMessageContaining("has the header " + header);
    String cut = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
    assertThatThrownBy(() -> read(zipped("0.b", npy(cut)), DENSE))
        .hasMessage("array 0.b does not have the 8 bytes of its shape");
  }

  /** An array without its numbers. */
  private static String npy(String header) {
    return "\u0093NUMPY\u0001\u0000" + (char) header.length() + "\u0000" + header;
  }

  private static byte[] zipped(String name, String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name + ".npy"));
      zip.write(content.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  private static byte[] written(Parameters weights) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Npz.write(weights, bytes);
    return bytes.toByteArray();
  }

  private static Parameters read(byte[] bytes, Network network) throws Exception {
    return Npz.read(new ByteArrayInputStream(bytes), network.parameters());
  }
}
