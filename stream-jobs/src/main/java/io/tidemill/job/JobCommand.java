package io.tidemill.job;

import io.tidemill.kafka.KafkaConnection;
import io.tidemill.kafka.TopicException;
import io.tidemill.pipeline.Pipeline;
import io.tidemill.pipeline.PipelineException;
import io.tidemill.pipeline.PipelineFile;
import io.tidemill.signing.SigningKeyException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The command line of a job that is submitted to a cluster: a pipeline file and the brokers. */
@SuppressWarnings("NullAway.Init") // the command line sets what is required
public abstract class JobCommand implements Callable<Integer> {

  @Option(names = "--pipeline", required = true, description = "The pipeline file.")
  private Path file = Path.of("");

  @Option(
      names = "--kafka",
      required = true,
      converter = BrokerConverter.class,
      description = "The brokers, host:port.")
  private KafkaConnection kafka;

  private final String name;
  private final Wiring wiring;

  /** Adds a job to an environment. */
  @FunctionalInterface
  public interface Wiring {
    void add(StreamExecutionEnvironment env, Pipeline pipeline, KafkaConnection kafka)
        throws TopicException;
  }

  /**
   * @param name of the job, after the pipeline's
   */
  protected JobCommand(String name, Wiring wiring) {
    this.name = name;
    this.wiring = wiring;
  }

  @Override
  public final Integer call() throws Exception {
    Pipeline pipeline = PipelineFile.read(file);
    pipeline.requireAnswers(); // refused here, where the user sees it
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    wiring.add(env, pipeline, kafka);
    env.execute(pipeline.name() + " " + name);
    return 0;
  }

  /**
   * Submits the job to the cluster that runs this main, or runs it in this JVM.
   *
   * @throws IllegalArgumentException when it was not started; why has been said on standard error
   */
  protected static void run(JobCommand command, String[] arguments) {
    int status =
        new CommandLine(command)
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  if (e instanceof PipelineException
                      || e instanceof TopicException
                      || e instanceof SigningKeyException) {
                    line.getErr().println(e.getMessage());
                    return line.getCommandSpec().exitCodeOnExecutionException();
                  }
                  throw e;
                })
            .execute(arguments);
    if (status != 0) {
      throw new IllegalArgumentException("the " + command.name + " job was not started");
    }
  }
}
