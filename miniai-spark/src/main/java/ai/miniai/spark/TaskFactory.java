package ai.miniai.spark;

import ai.miniai.data.Dataset;
import ai.miniai.learner.Learner;
import ai.miniai.parallel.Replica;
import java.io.Serializable;

/** Makes the learner of a rank of the items that its task has got. */
@FunctionalInterface
interface TaskFactory extends Serializable {
  /** Without rows, {@code train} and {@code valid} are empty. */
  Learner make(Replica replica, Dataset train, Dataset valid);
}
