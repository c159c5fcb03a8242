package io.tidemill.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** What a Flink cluster says of itself and of its jobs. */
final class FlinkRest {
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final int port;

  FlinkRest(int port) {
    this.port = port;
  }

  /** TaskManagers that are registered; 0 while the JobManager does not answer. */
  int taskManagers() {
    try {
      return get("/overview").path("taskmanagers").asInt();
    } catch (IOException e) {
      return 0;
    }
  }

  /** RUNNING, CANCELED, FAILED and so on. */
  String state(String job) throws IOException {
    return get("/jobs/" + job).path("state").asText();
  }

  /**
   * Whether the job and every one of its tasks run; no while the JobManager does not answer, an
   * error if it has failed for good.
   */
  boolean isRunning(String job) {
    try {
      return isRunning(job, get("/jobs/" + job));
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isRunning(String job, JsonNode details) throws IOException {
    String state = details.path("state").asText();
    if (state.equals("FAILED")) {
      throw new IllegalStateException(get("/jobs/" + job + "/exceptions").toPrettyString());
    }
    for (JsonNode vertex : details.path("vertices")) {
      if (vertex.path("tasks").path("RUNNING").asInt() != vertex.path("parallelism").asInt()) {
        return false;
      }
    }
    return state.equals("RUNNING");
  }

  /** How often the job was restored after a failure. */
  int restores(String job) throws IOException {
    return checkpoints(job, "restored");
  }

  /** Checkpoints that were begun and came to nothing. */
  int failedCheckpoints(String job) throws IOException {
    return checkpoints(job, "failed");
  }

  private int checkpoints(String job, String counted) throws IOException {
    return get("/jobs/" + job + "/checkpoints").path("counts").path(counted).asInt();
  }

  /** The identifiers of the TaskManagers that run tasks of a job. */
  Set<String> taskManagersOf(String job) throws IOException {
    Set<String> ids = new TreeSet<>();
    for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
      String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asText();
      for (JsonNode subtask : get(path).path("subtasks")) {
        ids.add(subtask.path("taskmanager-id").asText());
      }
    }
    return ids;
  }

  private JsonNode get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(path + " answered " + response.statusCode() + ": " + response.body());
      }
      return json.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking for " + path, e);
    }
  }
}
