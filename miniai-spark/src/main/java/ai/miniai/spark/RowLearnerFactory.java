package ai.miniai.spark;

import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.parallel.Replica;
import java.io.Serializable;

/**
 * Makes the learner of a rank whose data are rows of Spark tables, in the rank's task. As for a
 * {@link LearnerFactory}, what a lambda uses from outside must be serializable, and small.
 */
@FunctionalInterface
public interface RowLearnerFactory extends Serializable {
  /**
   * The learner of this rank.
   *
   * @param share this rank's part of each batch
   */
  Learner make(Replica replica, DataLoaders share);
}
