package ai.miniai.spark;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Iterators;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Spark tables as training data. Each row becomes an item where it is, and each task gets all
 * items: ranks draw the same permutation, and take their shares of each batch, as one learner would
 * with the items in the order of the rows. So all items must fit into the memory of each executor.
 *
 * <p>The rows must come in the same order whenever they are computed, as those of files do. Those
 * of a join or a shuffle need not: sort them by a key, or save them first.
 *
 * @param train the rows to train on; shuffled before each epoch
 * @param valid the rows to validate on
 * @param mapper makes an item of a row: inputs, then targets
 * @param batchSize the items in a training batch of all ranks together, 1 or more; those of
 *     validation are twice as large
 */
public record RowData(Dataset<Row> train, Dataset<Row> valid, RowMapper mapper, int batchSize) {
  /** Checks the batch size, and that the mapper can be sent to the tasks. */
  public RowData {
    checkArgument(batchSize > 0, "expected a batch of 1 item or more, got %s", batchSize);
    Sendable.check(mapper, "mapper");
  }

  /** The blocks of all items, once for each rank: its partition. */
  JavaRDD<byte[]> forRanks(int ranks) {
    return blocks(train, mapper, false)
        .union(blocks(valid, mapper, true))
        .flatMapToPair(
            block ->
                IntStream.range(0, ranks).mapToObj(rank -> new Tuple2<>(rank, block)).iterator())
        .partitionBy(new HashPartitioner(ranks))
        .values();
  }

  private static JavaRDD<byte[]> blocks(Dataset<Row> rows, RowMapper mapper, boolean valid) {
    return rows.javaRDD()
        .mapPartitionsWithIndex(
            (partition, part) -> {
              int[] number = {0};
              return Iterators.transform(
                  Iterators.partition(part, RowBlock.MOST),
                  some ->
                      new RowBlock(
                              valid,
                              partition,
                              number[0]++,
                              some.stream().map(mapper::map).toList())
                          .bytes());
            },
            true);
  }

  /** Gives {@code learner} the loaders of the items that a task has got. */
  TaskFactory factory(RowLearnerFactory learner) {
    int size = batchSize;
    return (replica, items, validItems) ->
        learner.make(replica, replica.dataLoaders(items, validItems, size));
  }
}
