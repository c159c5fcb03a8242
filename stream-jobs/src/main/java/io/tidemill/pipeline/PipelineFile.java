package io.tidemill.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** From a pipeline file, YAML 1.2, to a valid {@link Pipeline} or all that is wrong with it. */
public final class PipelineFile {

  /** A pipeline is some 50 lines; what is larger is something else. */
  private static final int MOST_BYTES = 256 * 1024;

  private PipelineFile() {}

  /**
   * Reads a file.
   *
   * @throws PipelineException if it cannot be read or is wrong
   */
  public static Pipeline read(Path file) {
    return parse(file.toString(), text(file));
  }

  /**
   * Reads the text of a file.
   *
   * @param source what messages call it
   * @throws PipelineException if it is wrong
   */
  public static Pipeline parse(String source, String text) {
    Problems problems = new Problems();
    Node root = Yaml.compose(text, problems);
    PipelineSection.Parts parts =
        root == null ? null : new PipelineSection().read(new Place(root, "", problems));
    problems.throwIfAny(source);
    if (parts == null) {
      throw new IllegalStateException("refused " + source + " without a reason");
    }
    League league = league(parts, root);
    problems.throwIfAny(source);
    return new Pipeline(
        source,
        text,
        parts.events(),
        parts.labels(),
        parts.model(),
        parts.learn(),
        parts.evaluate(),
        parts.alerts(),
        parts.execution(),
        league);
  }

  /** The JSON Schema, draft 2020-12, of pipeline files, for editors. */
  public static String jsonSchema() {
    return PipelineSection.document().toPrettyString();
  }

  /** The league, or null: the file has none, or a problem was reported. */
  private static @Nullable League league(PipelineSection.Parts parts, @Nullable Node root) {
    LeagueSection.Declared declared = parts.league();
    return declared == null || !(root instanceof MappingNode file)
        ? null
        : declared.of(file, parts.model(), parts.learn(), parts.leaguePlace());
  }

  private static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw new PipelineException(file + ": is a folder: name a pipeline file in it");
    }
    if (!Files.exists(file)) {
      throw new PipelineException(file + ": no such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new PipelineException(
            file + ": larger than " + MOST_BYTES / 1024 + " KiB: that is no pipeline file");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new PipelineException(file + ": is no text in UTF-8");
    } catch (IOException e) {
      throw new PipelineException(file + ": cannot be read: " + e);
    }
  }
}
