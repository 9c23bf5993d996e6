package ai.miniai.spark;

import ai.miniai.nn.Module;
import java.io.Serializable;

/** Makes the network whose weights are loaded then; Spark sends it to the tasks. */
@FunctionalInterface
public interface ModelFactory extends Serializable {
  /** A model with any weights. */
  Module make();
}
