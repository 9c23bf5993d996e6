package ai.miniai.spark;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What each task of a training has to know.
 *
 * @param factory makes the learners
 * @param seed of all ranks, so that an attempt draws the same numbers as the one before
 * @param secret guards the connections between the ranks
 * @param timeout how long a rank waits for another
 * @param checkpoints where to go on from; null without
 * @param every the number of batches between checkpoints
 */
record Plan(
    int epochs,
    TaskFactory factory,
    long seed,
    String secret,
    Duration timeout,
    @Nullable SharedFolder checkpoints,
    int every)
    implements Serializable {}
