package io.tidemill.offline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tidemill.explain.Explainer;
import io.tidemill.explain.Method;
import io.tidemill.feature.Classification;
import io.tidemill.feature.FeatureSchema;
import io.tidemill.math.Matrix;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.serve.Predictor;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says what an answer owes to each input of the row and of those before it.
 *
 * @param key whose row it is; null: of rows that have nothing to do with each other any, else the
 *     first key
 * @param row of the key, from 0; null: its last
 * @param output by name; null: the likeliest class, else the first
 * @param top inputs to show, the weightiest first
 */
public record OfflineExplanation(
    Pipeline pipeline,
    Path model,
    Path data,
    @Nullable String key,
    @Nullable Integer row,
    @Nullable String output,
    Method method,
    int top,
    boolean json) {

  /** One input of one step, {@code ago} rows before the row itself. */
  private record Attribution(String input, int ago, double value, double amount) {}

  /** Explains and prints. */
  public void run(PrintWriter print, PrintWriter log) throws IOException {
    ModelSnapshot snapshot = ModelFile.read(model, pipeline);
    Rows rows = new Data(pipeline, null, log::println).read(List.of(data));
    int[] keys = keys(rows);
    int count = rows.independent() ? keys.length : rows.length(keys[0]);
    int last = row == null ? count - 1 : row;
    if (last < 0 || last >= count) {
      throw new IOException(
          "%s: there is no row %d%s: it has rows 0 to %,d"
              .formatted(data, last, key == null ? "" : " of key " + key, count - 1));
    }
    int of = rows.independent() ? keys[last] : keys[0];
    Matrix x = inputs(snapshot, rows, of, rows.independent() ? 0 : last);
    float[] y = answer(snapshot, x);
    int index = output(y);
    Explainer explainer =
        new Explainer(snapshot.spec().network(), snapshot.servedWeights(), x.rows());
    Matrix attributions =
        explainer.explain(method, x, new Matrix(x.rows(), x.columns()).resize(x.rows()), index);
    List<Attribution> shares = shares(x, attributions);
    if (json) {
      print.println(json(rows.name(of), last, index, y[index], shares));
    } else {
      print(print, rows.name(of), last, index, y[index], shares);
    }
    print.flush();
  }

  /** Those that have the name, or all. */
  private int[] keys(Rows rows) throws IOException {
    int[] named =
        IntStream.range(0, rows.keys())
            .filter(i -> key == null || rows.name(i).equals(key))
            .toArray();
    if (named.length == 0) {
      throw new IOException(
          "%s: there is no key %s; the first is %s".formatted(data, key, rows.name(0)));
    }
    return named;
  }

  /** The row's inputs and those of as many before it as a network with a memory learns from. */
  private Matrix inputs(ModelSnapshot snapshot, Rows rows, int of, int last) {
    FeatureSchema schema = snapshot.spec().features();
    int reach = snapshot.spec().network().stateSize() == 0 ? 1 : pipeline.learn().sequence();
    int steps = Math.min(last + 1, reach);
    Matrix x = new Matrix(steps, schema.inputWidth()).resize(steps);
    double[] observed = new double[schema.observedWidth()];
    for (int t = 0; t < steps; t++) {
      rows.observe(of, last + 1 - steps + t, observed, 0);
      schema.input(observed, 0, snapshot.scaling(), x.data(), x.offset(t));
    }
    return x;
  }

  private static float[] answer(ModelSnapshot snapshot, Matrix x) {
    Predictor predictor = new Predictor(snapshot.spec().network(), 1);
    predictor.load(snapshot.servedWeights());
    Matrix one = new Matrix(1, x.columns()).resize(1);
    Matrix memory = new Matrix(1, snapshot.spec().network().stateSize()).resize(1);
    Matrix y = new Matrix(1, snapshot.spec().network().outputSize()).resize(1);
    for (int t = 0; t < x.rows(); t++) {
      System.arraycopy(x.data(), x.offset(t), one.data(), 0, x.columns());
      predictor.step(one, memory, y);
    }
    return y.data();
  }

  private int output(float[] y) throws IOException {
    List<String> names = NetworkNames.outputs(pipeline.model());
    if (output != null) {
      int index = names.indexOf(output);
      if (index < 0) {
        throw new IOException("there is no output " + output + "; there are " + names);
      }
      return index;
    }
    int likeliest = 0;
    for (int i = 1; i < y.length; i++) {
      likeliest = y[i] > y[likeliest] ? i : likeliest;
    }
    return pipeline.model().task() instanceof Classification ? likeliest : 0;
  }

  private List<Attribution> shares(Matrix x, Matrix attributions) {
    List<String> names = NetworkNames.inputs(pipeline.model());
    List<Attribution> shares = new ArrayList<>();
    for (int t = 0; t < x.rows(); t++) {
      for (int i = 0; i < x.columns(); i++) {
        int at = x.offset(t) + i;
        shares.add(
            new Attribution(names.get(i), x.rows() - 1 - t, x.data()[at], attributions.data()[at]));
      }
    }
    shares.sort(Comparator.comparingDouble(one -> -Math.abs(one.amount)));
    return shares;
  }

  private void print(
      PrintWriter print, String name, int last, int index, float y, List<Attribution> shares) {
    print.printf(
        Locale.ROOT,
        "%s, row %d: the network's output for %s is %.4f%n",
        name,
        last,
        NetworkNames.outputs(pipeline.model()).get(index),
        y);
    print.printf("%-24s  %9s  %10s  %12s%n", "input", "rows ago", "value", "attribution");
    for (Attribution one : shares.subList(0, Math.min(top, shares.size()))) {
      print.printf(
          Locale.ROOT, "%-24s  %9d  %10.4f  %+12.4f%n", one.input, one.ago, one.value, one.amount);
    }
    double sum = shares.stream().mapToDouble(Attribution::amount).sum();
    print.printf(Locale.ROOT, "%-24s  %9s  %10s  %+12.4f%n", "all inputs", "", "", sum);
  }

  private String json(String name, int last, int index, float y, List<Attribution> shares)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      out.writeStringField("key", name);
      out.writeNumberField("row", last);
      out.writeStringField("output", NetworkNames.outputs(pipeline.model()).get(index));
      out.writeNumberField("value", y);
      out.writeArrayFieldStart("attributions");
      for (Attribution one : shares.subList(0, Math.min(top, shares.size()))) {
        out.writeStartObject();
        out.writeStringField("input", one.input);
        out.writeNumberField("rowsAgo", one.ago);
        out.writeNumberField("value", one.value);
        out.writeNumberField("attribution", one.amount);
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
    }
    return text.toString();
  }
}
