package io.tidemill.cli;

import io.tidemill.control.KnownVersion;
import io.tidemill.control.ModelDifference;
import io.tidemill.control.Order;
import io.tidemill.job.BrokerConverter;
import io.tidemill.kafka.ControlTopic;
import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.ModelsNow;
import io.tidemill.kafka.ModelsTopic;
import io.tidemill.kafka.PublishedModel;
import io.tidemill.offline.ModelFile;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.snapshot.ModelSnapshot;
import io.tidemill.snapshot.ModelVersion;
import io.tidemill.snapshot.Npz;
import io.tidemill.snapshot.Provenance;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tidemill models}: the versions of a pipeline's model, and orders about them. */
@Command(
    name = "models",
    description = "Lists the versions of a pipeline's model and says which of them answers.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Orders go to the control topic, with who gave them, when and why; the jobs obey them within"
          + " a second, without a restart."
    })
@SuppressWarnings("NullAway.Init") // the command line sets what has a default
final class ModelsCommand implements Runnable {

  @Parameters(paramLabel = "PIPELINE.yaml", description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      converter = BrokerConverter.class,
      defaultValue = "127.0.0.1:9092",
      scope = ScopeType.INHERIT,
      description = "The brokers. Default: ${DEFAULT-VALUE}.")
  private KafkaConnection kafka;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print what list, show and diff tell as one JSON object.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "name one of list, show, diff, promote, pin, unpin, rollback, export, import");
  }

  @Command(
      name = "list",
      description = "The versions that are kept.",
      mixinStandardHelpOptions = true)
  int list() throws IOException {
    Pipeline pipeline = PipelineFile.read(file);
    ModelsReport.of(pipeline, now(pipeline)).print(spec.commandLine().getOut(), json);
    return 0;
  }

  @Command(
      name = "show",
      description = "What a version is, and where it comes from.",
      mixinStandardHelpOptions = true)
  int show(
      @Parameters(paramLabel = "VERSION", converter = VersionConverter.class) ModelVersion version)
      throws IOException {
    Pipeline pipeline = PipelineFile.read(file);
    ModelsNow now = now(pipeline);
    KnownVersion known = knownAs(now, version);
    new VersionReport(now.selection(), known, published(pipeline, version).decode())
        .print(spec.commandLine().getOut(), json);
    return 0;
  }

  @Command(
      name = "diff",
      description = "What has changed from one version to another.",
      mixinStandardHelpOptions = true)
  int diff(
      @Parameters(paramLabel = "VERSION", converter = VersionConverter.class) ModelVersion first,
      @Parameters(paramLabel = "VERSION", converter = VersionConverter.class) ModelVersion second)
      throws IOException {
    Pipeline pipeline = PipelineFile.read(file);
    ModelsNow now = now(pipeline);
    knownAs(now, first);
    knownAs(now, second);
    ModelDifference difference =
        ModelDifference.of(
            published(pipeline, first).decode(), published(pipeline, second).decode());
    new DifferenceReport(first, second, difference).print(spec.commandLine().getOut(), json);
    return 0;
  }

  @Command(
      name = "promote",
      description = "Puts a version into service, until a newer one is published.",
      mixinStandardHelpOptions = true)
  int promote(
      @Parameters(paramLabel = "VERSION", converter = VersionConverter.class) ModelVersion version,
      @Mixin Signature signature)
      throws Exception {
    return send(signature, now -> now.orders().promote(version), "promoted " + version);
  }

  @Command(
      name = "pin",
      description = "Puts a version into service, until another order is given.",
      mixinStandardHelpOptions = true)
  int pin(
      @Parameters(paramLabel = "VERSION", converter = VersionConverter.class) ModelVersion version,
      @Mixin Signature signature)
      throws Exception {
    return send(signature, now -> now.orders().pin(version), "pinned " + version);
  }

  @Command(
      name = "unpin",
      description = "Puts the newest version into service, and those that follow.",
      mixinStandardHelpOptions = true)
  int unpin(@Mixin Signature signature) throws Exception {
    return send(signature, now -> now.orders().unpin(), "the newest version answers");
  }

  @Command(
      name = "rollback",
      description =
          "Returns to a version: it answers, and the learner goes on from it. What was learned"
              + " since does not come back.",
      mixinStandardHelpOptions = true)
  int rollback(
      @Parameters(
              paramLabel = "VERSION",
              arity = "0..1",
              converter = VersionConverter.class,
              description = "Default: the one before that in service.")
          @Nullable ModelVersion version,
      @Mixin Signature signature)
      throws Exception {
    return send(signature, now -> now.orders().rollback(version), "rolled back");
  }

  @Command(
      name = "export",
      description = "Writes a version to a file.",
      mixinStandardHelpOptions = true)
  int export(
      @Parameters(paramLabel = "VERSION", converter = VersionConverter.class) ModelVersion version,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              required = true,
              description = "All of it, or, where the name ends in .npz, its weights for NumPy.")
          Path out)
      throws IOException {
    Pipeline pipeline = PipelineFile.read(file);
    knownAs(now(pipeline), version);
    PublishedModel published = published(pipeline, version);
    byte[] bytes = published.snapshot();
    if (out.toString().endsWith(".npz")) {
      ByteArrayOutputStream weights = new ByteArrayOutputStream();
      Npz.write(published.decode().weights(), weights);
      bytes = weights.toByteArray();
    }
    ModelFile.write(bytes, out);
    say("wrote version " + version + " to " + out);
    return 0;
  }

  @Command(
      name = "import",
      description =
          "Puts a model of a file into service as a new version, from which the learner goes on.",
      mixinStandardHelpOptions = true)
  int importFile(
      @Parameters(
              paramLabel = "FILE",
              description = "What export or tidemill train wrote, of the pipeline's own network.")
          Path from,
      @Mixin Signature signature)
      throws Exception {
    Pipeline pipeline = PipelineFile.read(file);
    ModelSnapshot model = ModelFile.read(from, pipeline);
    if (!model.weights().isFinite()) {
      throw new IOException(from + ": has weights that are no finite numbers: nothing answers so");
    }
    Provenance origin = model.provenance();
    ModelsNow now = now(pipeline);
    ModelVersion version = now.orders().next(model.version().sequence());
    ModelSnapshot published =
        new ModelSnapshot(
            pipeline.model(),
            version,
            model.weights(),
            model.scaling(),
            new Provenance(
                origin.trainedBy() + "; imported by " + signature,
                origin.createdAt(),
                origin.learnedUntil(),
                origin.steps(),
                origin.sequences()));
    Order goOn = new Order.Rollback(version, version.epoch() + 1);
    ModelsTopic.of(kafka, pipeline)
        .publish(PublishedModel.of(published, System.currentTimeMillis()));
    ControlTopic.of(kafka, pipeline).send(signature.sign(goOn));
    say("published " + from + " as version " + version + ", which answers now");
    return 0;
  }

  /** What is to be done, of what is known now. */
  @FunctionalInterface
  private interface Choice {
    Order of(ModelsNow now);
  }

  private int send(Signature signature, Choice choice, String done) throws Exception {
    Pipeline pipeline = PipelineFile.read(file);
    ModelsNow now = now(pipeline);
    Order order = possible(() -> choice.of(now));
    ControlTopic.of(kafka, pipeline).send(signature.sign(order));
    say(order instanceof Order.Rollback to ? done + " to " + to.version() : done);
    return 0;
  }

  private ModelsNow now(Pipeline pipeline) throws IOException {
    try {
      return ModelsNow.read(kafka, pipeline);
    } catch (KafkaException e) {
      throw new IOException("cannot read from " + kafka + ": " + e.getMessage(), e);
    }
  }

  private static KnownVersion knownAs(ModelsNow now, ModelVersion version) throws IOException {
    return possible(() -> now.orders().known(version));
  }

  /** What is refused is somebody's mistake, not a fault of the program. */
  private static <T> T possible(Supplier<T> asked) throws IOException {
    try {
      return asked.get();
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private PublishedModel published(Pipeline pipeline, ModelVersion version) throws IOException {
    return ModelsTopic.of(kafka, pipeline).require(version);
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
