package io.tidemill.job;

import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** Which subtask of a keyed operator holds the state of a key. */
public final class KeyOwnership {
  private KeyOwnership() {}

  /** Whether the state of a key is with this subtask, as {@code keyBy} sends its records there. */
  public static boolean holds(TaskInfo task, String key) {
    return task.getIndexOfThisSubtask()
        == KeyGroupRangeAssignment.assignKeyToParallelOperator(
            key, task.getMaxNumberOfParallelSubtasks(), task.getNumberOfParallelSubtasks());
  }
}
