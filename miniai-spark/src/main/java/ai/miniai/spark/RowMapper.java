package ai.miniai.spark;

import ai.miniai.data.Sample;
import java.io.Serializable;
import org.apache.spark.sql.Row;

/** Makes an item of a row; Spark sends it to the tasks. */
@FunctionalInterface
public interface RowMapper extends Serializable {
  /** The inputs of the row, and for training its targets. */
  Sample map(Row row);
}
