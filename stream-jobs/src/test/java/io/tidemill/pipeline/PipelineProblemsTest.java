package io.tidemill.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineProblemsTest {

  /** One change of {@link TestingPipelines#COMPLETE} and the only problem that it makes. */
  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # keys
          topic: rides | topik: rides | 3:3: events: unknown key 'topik', did you mean 'topic'? (allowed: topic, format, key, time, id, csv, out-of-orderness, idle-after, wide)
          task: forecast | colour: red | 19:3: model: unknown key 'colour' (allowed: task, target, horizon, base, label, classes, past-labels, layers, latent, generator, discriminator, smoothing)
          base: mean | task: forecast | 22:3: model: key 'task' is written twice
          missing: predict | missin: predict | 13:5: features[0]: unknown key 'missin', did you mean 'missing'? (allowed: number, missing, scale, window)
          number: [count, fare] | numbr: [count, fare] | 12:5: features[0]: unknown key 'numbr', did you mean 'number'? (allowed: clock, context, image, number, quantile, symbol, text)
          {delta: 2.5} | {delt: 2.5} | 29:18: learn.loss.huber: unknown key 'delt', did you mean 'delta'? (allowed: delta)
          {rate: 0.01, | {rate: 0.01, rate: 0.02, | 28:34: learn.optimizer.adam: key 'rate' is written twice
          topic: rides\\n  format: csv | format: csv | 3:3: events: 'topic' is missing: the Kafka topic with the events
          '  target: [count, fare]\\n' | '' | 19:3: model: 'target' is missing: The number(s) to forecast.
          {rate: 0.01, | { | 28:21: learn.optimizer.adam: 'rate' is missing
          {huber: {delta: 2.5}} | huber | 29:9: learn.loss.huber: 'delta' is missing
          trial: 16, | trail: 16, | 48:27: learn.gate: unknown key 'trail', did you mean 'trial'? (allowed: first-steps, trial, tolerance, quarantine, key-share, outliers, return)
          fade: 0.99 | fade: 1 | 76:31: evaluate.fade: must be a number from 0.5 to 0.9999999, is 1
          window: 30m | window: 30 | 76:20: evaluate.window: must be a duration of at least 1ms such as 250ms, 5s, 10m, 2h or 7d, is 30
          [key, {prefix: '-'}] | keys | 76:47: evaluate.segments: unknown name 'keys', did you mean 'key'? (allowed: key, prefix)
          key-share: 0.5 | key-share: 0 | 48:84: learn.gate.key-share: must be a number from 0.001 to 1, is 0
          # types
          topic: rides | topic: 5 | 3:10: events.topic: must be 1 to 249 letters, digits, dots, _ and -, is 5
          key: zone | key: 7 | 6:8: events.key: must be text of 1 to 249 characters (numbers in quotes), is 7
          key: zone | key: | 6:7: events.key: must be text of 1 to 249 characters (numbers in quotes), is empty
          key: zone | key: [zone] | 6:8: events.key: must be text of 1 to 249 characters (numbers in quotes), is a list
          sequence: 24 | sequence: 24.5 | 30:13: learn.sequence: must be a whole number from 1 to 4096, is 24.5
          sequence: 24 | sequence: lots | 30:13: learn.sequence: must be a whole number from 1 to 4096, is 'lots'
          averaging: 0.9 | averaging: .nan | 39:14: learn.averaging: must be a number from 0 to 0.999999, is .nan
          seed: 42 | seed: 92233720368547758080 | 41:9: learn.seed: must be a whole number, is 92233720368547758080
          stuck: {budget: 1 per week} | stuck: maybe | 52:10: alerts.stuck: must be true or false, is 'maybe'
          silent: {after: 2h} | silent: 2h | 53:11: alerts.silent: must be a mapping with the keys after, is '2h'
          bundle: {rows: 64, delay: 10ms} | bundle: 64 | 60:11: execution.bundle: must be a mapping with the keys rows, delay, is 64
          {huber: {delta: 2.5}} | {huber: {delta: much}} | 29:25: learn.loss.huber.delta: must be a number, is 'much'
          {huber: {delta: 2.5}} | {huber: [1]} | 29:17: learn.loss.huber: must be a mapping with the keys delta, is a list
          {huber: {delta: 2.5}} | {huber: 1, squared: 1} | 29:9: learn.loss: must be one of squared, absolute, huber, sparse-cross-entropy, binary-cross-entropy with its value, is a mapping
          [1, 3] | {} | 21:12: model.horizon: must be a whole number from 1 to 1024, is a mapping
          [1, 3] | [] | 21:12: model.horizon: must have 1 to 1024 items, has 0
          # values
          format: csv | format: cvs | 4:11: events.format: unknown value 'cvs', did you mean 'csv'? (allowed: json, csv, avro)
          format: iso, | format: isoo, | 7:29: events.time.format: unknown format 'isoo', did you mean 'iso'? (allowed: iso, epoch-ms, epoch-s or a pattern such as yyyy-MM-dd HH:mm:ss)
          format: iso, | format: HH:mm, | 7:29: events.time.format: unknown format 'HH:mm' (allowed: iso, epoch-ms, epoch-s or a pattern such as yyyy-MM-dd HH:mm:ss)
          format: iso, zone: Europe/Berlin | zone: Europe/Berln | 7:27: events.time.zone: must be a time zone such as UTC, Europe/Berlin or +02:00, is 'Europe/Berln'
          {field: at, format: iso, zone: Europe/Berlin} | {every: 5m, start: yesterday} | 7:28: events.time.start: must be a time with its offset such as 2026-11-01T00:00Z, is 'yesterday'
          {field: at, format: iso, zone: Europe/Berlin} | {feld: at} | 7:9: events.time: unknown key 'feld', did you mean 'field'? (allowed: field, every)
          {field: at, format: iso, zone: Europe/Berlin} | {} | 7:9: events.time: must have one of the keys field, every
          {field: at, format: iso, zone: Europe/Berlin} | record-timestmp | 7:9: events.time: unknown value 'record-timestmp', did you mean 'record-timestamp'? (allowed: record-timestamp)
          out-of-orderness: 5s | out-of-orderness: 5 sec | 9:21: events.out-of-orderness: must be a duration of at least 0ms such as 250ms, 5s, 10m, 2h or 7d, is '5 sec'
          publish-every: 250ms | publish-every: 0s | 38:18: learn.publish-every: must be a duration of at least 10ms such as 250ms, 5s, 10m, 2h or 7d, is '0s'
          ttl: 90d | ttl: 999999999w | 61:8: execution.ttl: must be a duration of at least 1s such as 250ms, 5s, 10m, 2h or 7d, is '999999999w'
          stuck: {budget: 1 per week} | stuck: {budget: 1 a week} | 52:19: alerts.stuck.budget: must be a rate above 0 such as 1 per day or 2 per 180d, is '1 a week'
          {budget: {alarms: 2, period: 7d}} | {budget: 0 per day} | 51:23: alerts.threshold.budget: must be a rate above 0 such as 1 per day or 2 per 180d, is '0 per day'
          delimiter: ';' | delimiter: tab | 5:58: events.csv.delimiter: must be one character, is 'tab'
          scale: min-max | scale: standrad | 14:12: features[0].scale: unknown value 'standrad', did you mean 'standard'? (allowed: standard, standard-per-key, standard-at-start, min-max, none)
          window: 500 | window: 5 | 12:5: features[0]: window of number feature count is 5.0: want 10 to 1e9 values
          hour-of-day | hour-of-dy | 16:13: features[1].clock[0]: unknown value 'hour-of-dy', did you mean 'hour-of-day'? (allowed: minute-of-hour, hour-of-day, day-of-week, day-of-year)
          task: forecast | task: forcast | 19:9: model.task: unknown value 'forcast', did you mean 'forecast'? (allowed: forecast, classify, reconstruct, generate)
          gru: {hidden-size: 8} | grue: {hidden-size: 8} | 25:7: model.layers[1]: unknown name 'grue', did you mean 'gru'? (allowed: dense, gru, lstm, simple-rnn, causal-conv1d, conv1d, conv2d, max-pool, avg-pool, global-pool, embedding, activation, softmax, layer-norm, batch-norm, dropout, residual, time-distributed, on-columns, repeat, … 24 in all)
          {cosine: {steps: 5000, floor: 0.1}} | {cosin: 5000} | 43:42: learn.schedule.warm-up.then: unknown name 'cosin', did you mean 'cosine'? (allowed: constant, step, exponential, cosine, reduce-on-plateau)
          floor: 0.1 | floor: 2 | 43:51: learn.schedule.warm-up.then.cosine: cosine.floor is 2.0: it must be from 0.0 to 1, as 0.5
          {warm-up: {steps: 100 | {warm-up: {steps: 0 | 43:23: learn.schedule.warm-up: warm-up.steps is 0: it must be at least 1 step
          {l1: 1e-6} | {l3: 1e-6} | 44:18: learn.regularizers[0]: unknown name 'l3', did you mean 'l1'? (allowed: l1, l2)
          {strength: 1e-4} | {strength: -1} | 44:35: learn.regularizers[1].l2: l2.strength is -1.0: it must be at least 0, as 0.01
          he-normal | he-norml | 45:16: learn.initializer: unknown name 'he-norml', did you mean 'he-normal'? (allowed: layer-default, zeros, uniform, normal, glorot-uniform, glorot-normal, he-uniform, he-normal, lecun-uniform, lecun-normal, orthogonal)
          {adam: {rate: 0.01, beta1: 0.8, beta2: 0.99, epsilon: 1e-7}} | {ftrl: 0.1} | 28:3: learn: schedule is WarmUp[steps=100, then=Cosine[steps=5000, floor=0.1]], and the rate of Ftrl[rate=0.1, beta=1.0, l1=0.0, l2=0.0] falls by itself: leave the schedule constant
          {rate: 0.01, | {rate: -1, | 28:21: learn.optimizer.adam: adam.rate is -1.0: it must be above 0, as 0.001
          {residual: {warm-up: 20, | {residul: {warm-up: 20, | 50:10: alerts.score: unknown name 'residul', did you mean 'residual'? (allowed: residual)
          score: {residual: {warm-up: 20, window: 300, memory: 4}} | score: nun | 50:10: alerts.score: unknown name 'nun', did you mean 'none'? (allowed: residual, none)
          delivery: exactly-once | delivery: exactly-twice | 56:13: execution.delivery: unknown value 'exactly-twice', did you mean 'exactly-once'? (allowed: at-least-once, exactly-once)
          parallelism: 4 | parallelism: 0 | 59:16: execution.parallelism: must be a whole number from 1 to 1024, is 0
          name: complete | name: Complete | 1:7: name: must be 1 to 100 small letters, digits and -, is 'Complete'
          # what does not go together
          number: [count, fare] | number: [count, count] | 12:3: features: feature "count" is named twice in [count, count, hour-of-day@Europe/Berlin, day-of-week@Europe/Berlin]
          target: [count, fare] | target: [count, fair] | 20:11: model.target: unknown number 'fair', did you mean 'fare'? (allowed: count, fare)
          [1, 3] | [3, 1] | 19:3: model: forecast horizons are [3, 1]: want ascending steps from 1 to 1024
          - dense\\n | - dense: 3\\n | 26:14: model.layers[2].dense: the last layer has 3 outputs, but 2 target(s) at 2 horizon(s) need 4: end with dense: 4, or just dense
          - dense\\n | - activation\\n | 26:7: model.layers[2].activation: 'function' is missing
          {output-size: 16} | {output-size: 0} | 24:14: model.layers[0].dense: dense.outputSize is 0: it must be at least 1
          {output-size: 16} | {output-size: 99999} | 24:28: model.layers[0].dense.output-size: must be a whole number from 0 to 65536, is 99999
          {output-size: 16} | {} | 24:14: model.layers[0].dense: 'output-size' is missing
          burn-in: 4 | burn-in: 24 | 28:3: learn: burn-in is 24: must be 0 to 23, below sequence
          fresh: 8 | fresh: 33 | 28:3: learn: fresh is 33: must be 1 to 32, the batch
          recent: 3 | recent: 25 | 28:3: learn: recent is 25: must be 0 to 24, as they are of the batch without the fresh ones and are kept for replay
          replay: 1000 | replay: 0 | 28:3: learn: fresh is 8 of a batch of 32: the others come from replay, so set it, for example replay: 4096
          {residual: {warm-up: 20, | {residual: {warm-up: 1, | 50:21: alerts.score.residual: warm-up of the residual scorer is 1: want 2 to 1000000 residuals
          csv: {columns: [zone, at, id, count, fare], delimiter: ';'} | csv: {columns: [zone, at, id, count, far]} | 12:3: features: unknown csv column 'fare', did you mean 'far'? (allowed: zone, at, id, count, far)
          key: zone | key: zon | 6:8: events.key: unknown column 'zon', did you mean 'zone'? (allowed: zone, at, id, count, fare)
          field: at | field: att | 7:9: events.time: unknown column 'att', did you mean 'at'? (allowed: zone, at, id, count, fare)
          id: id | id: it | 8:7: events.id: unknown column 'it', did you mean 'at'? (allowed: zone, at, id, count, fare)
          format: csv | format: json | 5:8: events.csv: only goes with format: csv
          '  key: zone\\n' | '' | 3:3: events: 'key' is missing: The field that says which station, device or account an event is of: each has its own memory. {constant: NAME} when all events belong together.
          key: zone | wide: count\\n  key: zone | 13:3: features: a wide file has the one number 'count', but the features read [count, fare]
          """)
  void saysWhatIsWrongAndWhere(String good, String bad, String problem) {
    String text = TestingPipelines.COMPLETE.replace(unquoted(good), unquoted(bad));
    assertThat(text).isNotEqualTo(TestingPipelines.COMPLETE);

    assertThatThrownBy(() -> PipelineFile.parse("p.yaml", text))
        .isInstanceOf(PipelineException.class)
        .hasMessage("p.yaml:" + problem);
  }

  private static String unquoted(String text) {
    String bare =
        text.startsWith("'  ") || text.equals("''") ? text.substring(1, text.length() - 1) : text;
    return bare.replace("\\n", "\n");
  }

  @Test
  void saysAllThatIsWrongAtOnceInTheOrderOfTheFile() {
    String text =
        TestingPipelines.COMPLETE
            .replace("base: mean", "base: median")
            .replace("topic: rides", "topic: a b")
            .replace("output: json", "output: xml")
            .replace("target: [count, fare]", "target: [count, fares]");

    PipelineException e =
        catchThrowableOfType(PipelineException.class, () -> PipelineFile.parse("p.yaml", text));

    assertThat(e.problems())
        .extracting(Problem::key)
        .containsExactly("events.topic", "model.base", "execution.output");
    assertThat(e).hasMessageContaining(System.lineSeparator() + "p.yaml:22:9: model.base: ");
  }

  @Test
  void theAvroEnvelopeCarriesKeyTimeAndId() {
    String text =
        TestingPipelines.SMALLEST.replace("{topic: rides,", "{topic: rides, format: avro, id: x,");

    PipelineException e =
        catchThrowableOfType(PipelineException.class, () -> PipelineFile.parse("p", text));

    assertThat(e.problems())
        .extracting(Problem::message)
        .containsExactly(
            "the avro envelope carries its own id: leave it out",
            "the avro envelope carries its own key: leave it out",
            "the avro envelope carries its own time: leave it out");
  }

  @Test
  void aWideFileNeedsAFieldForTheKeysOfItsHeader() {
    String text =
        TestingPipelines.SMALLEST.replace("key: zone", "key: {constant: all}, wide: count");

    assertThatThrownBy(() -> PipelineFile.parse("p", text))
        .hasMessage(
            "p:2:52: events.wide: the header row holds the keys, so key must be a field, not a constant");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'a: [b\\nc: d' | 2:2: not YAML: while parsing a flow sequence: expected ',' or ']', but got :
          'a: &x 1' | 1:4: anchors and aliases (x) are not supported: write it out
          'a: *x' | 1:4: anchors and aliases (x) are not supported: write it out
          '!!java.lang.String a: 1' | 1:1: tags are not supported: leave it out
          '# nothing' | 1:1: the file is empty
          hello | 1:1: must be a mapping with the keys name, events, features, model, labels, learn, evaluate, league, alerts, execution, is 'hello'
          'a: 1\\n---\\nb: 2' | 2:1: not YAML: expected a single document in the stream: but found another document
          '[[[[[[[[[[[[[[[[[[[[[[[[' | 1:21: nested more than 20 levels deep
          'a: \\0' | 1:1: not text: character U+0000 at position 3
          """)
  void saysWhyTextIsNoPipelineAtAll(String text, String problem) {
    assertThatThrownBy(
            () -> PipelineFile.parse("p", text.replace("\\n", "\n").replace("\\0", "\0")))
        .isInstanceOf(PipelineException.class)
        .hasMessage("p:" + problem);
  }

  @Test
  void saysWhyAFileCannotBeRead(@TempDir Path folder) throws IOException {
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});
    Path large = Files.write(folder.resolve("large.yaml"), new byte[300_000]);

    for (List<Object> wrong :
        List.<List<Object>>of(
            List.of(folder, ": is a folder: name a pipeline file in it"),
            List.of(folder.resolve("none.yaml"), ": no such file"),
            List.of(binary, ": is no text in UTF-8"),
            List.of(large, ": larger than 256 KiB: that is no pipeline file"))) {
      assertThatThrownBy(() -> PipelineFile.read((Path) wrong.get(0)))
          .isInstanceOf(PipelineException.class)
          .hasMessage(wrong.get(0).toString() + wrong.get(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8192", "{hidden-size: 8192}"})
  void refusesANetworkTooLargeToBuild(String size) {
    String text =
        TestingPipelines.SMALLEST.replace(
            "[dense]", "[gru: " + size + ", gru: " + size + ", dense]");

    assertThatThrownBy(() -> PipelineFile.parse("p", text))
        .hasMessageMatching(
            "p:5:\\d+: model.layers\\[2].dense: the network has \\d+ parameters: at most 100000000");
  }
}
