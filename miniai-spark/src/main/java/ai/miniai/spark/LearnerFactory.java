package ai.miniai.spark;

import ai.miniai.learner.Learner;
import ai.miniai.parallel.Replica;
import java.io.Serializable;

/**
 * Makes the learner of a rank, in the rank's task: the same model, data, optimizer and callbacks on
 * each, with the rank's share of the data ({@link Replica#shard}). Spark sends it to the tasks, so
 * what a lambda uses from outside must be serializable, and small.
 */
@FunctionalInterface
public interface LearnerFactory extends Serializable {
  /** The learner of this rank. */
  Learner make(Replica replica);
}
