package ai.miniai.parallel;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import java.util.Optional;

/**
 * Lets ranks exchange gradients while the backward pass computes others, in place of all at once
 * after it: the method of PyTorch's {@code DistributedDataParallel}. Without other ranks it does
 * nothing.
 *
 * <pre>{@code
 * replica ->
 *     new TrainLearner(model(), replica.shard(data()), Losses::crossEntropy, 0.1, new OverlapCB())
 * }</pre>
 *
 * <p>The parameters are divided into buckets, the last ones first, because their gradients are
 * complete first. A bucket is summed, in the order of the ranks, as soon as its gradients are
 * complete and the buckets before it are on their way. If a batch is cancelled after that, or its
 * gradients are changed before the other callbacks see their mean, all ranks exchange them again.
 *
 * <p>It pays off if the backward pass leaves processors free, or if messages wait for a network.
 * Layers that wait for other ranks in the backward pass ({@link Replica#synchronised}) exclude it.
 *
 * <p>Source: Li et al., PyTorch Distributed: Experiences on Accelerating Data Parallel Training,
 * 2020.
 */
public final class OverlapCB extends Callback {
  private static final int MEGABYTE = 1 << 20;

  private int firstBytes = MEGABYTE;
  private int bytes = 25 * MEGABYTE;

  /** With PyTorch's sizes: a first bucket of 1 MB, and others of 25 MB. */
  public OverlapCB() {}

  /**
   * Sets the size of a bucket. It ends with the parameter that fills it; a larger parameter has a
   * bucket for itself.
   *
   * @param size in bytes, 1 or more
   */
  public OverlapCB bucketBytes(int size) {
    bytes = checked(size);
    return this;
  }

  /** As {@link #bucketBytes}, for the first bucket: a small one begins earlier. */
  public OverlapCB firstBucketBytes(int size) {
    firstBytes = checked(size);
    return this;
  }

  private static int checked(int size) {
    checkArgument(size > 0, "expected a bucket of 1 byte or more, got %s", size);
    return size;
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(OverlapCB.class);
  }

  /** The size of the n-th bucket, from 0. */
  int bytesOf(int bucket) {
    return bucket == 0 ? firstBytes : bytes;
  }
}
