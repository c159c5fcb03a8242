package io.tidemill.offline;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.tidemill.feature.BoundForecast;
import io.tidemill.feature.Classification;
import io.tidemill.feature.Forecast;
import io.tidemill.feature.Generation;
import io.tidemill.feature.Task;
import io.tidemill.math.Matrix;
import io.tidemill.serve.Softmax;
import io.tidemill.snapshot.ModelSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Answers as a CSV file: key, time in milliseconds, and by the task what the model says. */
final class AnswerFile implements Answering.Use, AutoCloseable {
  private final CsvWriter out;
  private final Rows rows;
  private final Form form;

  /** What a row of answers holds behind key and time. */
  private interface Form {
    List<String> columns();

    List<String> values(double[] observed, int at, Matrix x, Matrix y, int i);
  }

  AnswerFile(ModelSnapshot model, Rows rows, Path file) throws IOException {
    this.rows = rows;
    this.form = form(model);
    OutputFiles.prepare(file);
    out = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file);
    List<String> columns = new ArrayList<>(List.of("key", "time"));
    columns.addAll(form.columns());
    out.writeRecord(columns);
  }

  private static Form form(ModelSnapshot model) {
    Task task = model.spec().task();
    if (task instanceof Classification classes) {
      return new Classes(classes);
    } else if (task instanceof Forecast forecast) {
      return new Forecasts(model, forecast.bind(model.spec().features()));
    } else if (task instanceof Generation) {
      return new Realness();
    }
    return new Scores();
  }

  @Override
  public void answered(int key, int row, double[] observed, int at, Matrix x, Matrix y, int i) {
    List<String> values = new ArrayList<>();
    values.add(rows.name(key));
    values.add(Long.toString(rows.time(key, row)));
    values.addAll(form.values(observed, at, x, y, i));
    out.writeRecord(values);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** The likeliest class, and the probability of each. */
  private record Classes(Classification task) implements Form {
    @Override
    public List<String> columns() {
      List<String> columns = new ArrayList<>(List.of(task.label()));
      task.classes().forEach(name -> columns.add("p(" + name + ")"));
      return columns;
    }

    @Override
    public List<String> values(double[] observed, int at, Matrix x, Matrix y, int i) {
      float[] probabilities = new float[task.classes().size()];
      int likeliest = Softmax.of(y, i, probabilities);
      List<String> values = new ArrayList<>(List.of(task.classes().get(likeliest)));
      for (float probability : probabilities) {
        values.add(Float.toString(probability));
      }
      return values;
    }
  }

  /** Each target at each horizon, in its unit; empty where nothing can be said yet. */
  private record Forecasts(ModelSnapshot model, BoundForecast forecast) implements Form {
    @Override
    public List<String> columns() {
      return NetworkNames.outputs(model.spec());
    }

    @Override
    public List<String> values(double[] observed, int at, Matrix x, Matrix y, int i) {
      double[] said = new double[forecast.forecast().outputSize()];
      forecast.values(observed, at, model.scaling(), y.data(), y.offset(i), said, 0);
      List<String> values = new ArrayList<>();
      for (double value : said) {
        values.add(Double.isNaN(value) ? "" : Double.toString(value));
      }
      return values;
    }
  }

  /** How probable it is that a row is real, in the eyes of a discriminator. */
  private record Realness() implements Form {
    @Override
    public List<String> columns() {
      return List.of("p(real)");
    }

    @Override
    public List<String> values(double[] observed, int at, Matrix x, Matrix y, int i) {
      return List.of(Double.toString(1 / (1 + Math.exp(-y.data()[y.offset(i)]))));
    }
  }

  /** How unlike what was learned a row is. */
  private record Scores() implements Form {
    @Override
    public List<String> columns() {
      return List.of("score");
    }

    @Override
    public List<String> values(double[] observed, int at, Matrix x, Matrix y, int i) {
      return List.of(Double.toString(ReconstructionJudge.score(x, y, i)));
    }
  }
}
