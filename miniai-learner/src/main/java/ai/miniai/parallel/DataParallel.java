package ai.miniai.parallel;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.learner.Learner;
import ai.miniai.random.Seed;
import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Trains several replicas of a learner in threads of this process, as if they were on several
 * machines: for tests of such a training.
 *
 * <pre>{@code
 * Learner trained =
 *     new DataParallel(2)
 *         .fit(
 *             5,
 *             replica ->
 *                 new TrainLearner(
 *                     model(), replica.dataLoaders(train, valid, 512), Losses::crossEntropy, 0.1));
 * }</pre>
 *
 * <p>One machine gains little by it, because a single learner uses all processors too.
 *
 * @see DataParallelCB
 */
public final class DataParallel {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final int size;
  private Duration timeout = TIMEOUT;

  /** {@code size}: the number of replicas, 1 or more. */
  public DataParallel(int size) {
    checkArgument(size > 0, "expected 1 replica or more, got %s", size);
    this.size = size;
  }

  /** How long a replica waits for another; 10 minutes by default. */
  public DataParallel timeout(Duration longest) {
    checkArgument(
        !longest.isNegative() && !longest.isZero(), "expected a time above 0, got %s", longest);
    timeout = longest;
    return this;
  }

  /**
   * Makes the learners, each on its thread, and fits them together. Rank 0 is on the calling thread
   * and uses its random numbers. The other threads start from a seed of their own, and get the
   * parameters of rank 0.
   *
   * @param learner makes the learner of a replica; called by several threads at once
   * @return the learner of rank 0
   * @throws RuntimeException the first failure of a replica
   */
  public Learner fit(int epochs, Function<Replica, ? extends Learner> learner) {
    List<AllReduce> ranks = AllReduce.inProcess(size, timeout);
    long seed = Seed.generator().seed();
    Failures failures = new Failures();
    List<Thread> threads = new ArrayList<>();
    for (AllReduce rank : ranks.subList(1, size)) {
      Thread thread =
          new Thread(
              () -> {
                Seed.setHere(seed);
                run(rank, epochs, learner, failures);
              },
              "miniai-rank-" + rank.rank());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    Learner first = run(ranks.get(0), epochs, learner, failures);
    threads.forEach(Uninterruptibles::joinUninterruptibly);
    failures.rethrow();
    if (first == null) {
      throw new AssertionError("no learner and no failure");
    }
    return first;
  }

  private static @Nullable Learner run(
      AllReduce ranks,
      int epochs,
      Function<Replica, ? extends Learner> factory,
      Failures failures) {
    try {
      Replica replica = new Replica(ranks);
      Learner learner = factory.apply(replica);
      replica.fit(learner, epochs);
      return learner;
    } catch (RuntimeException | Error failure) {
      failures.add(failure);
      ranks.abort(String.valueOf(failure.getMessage()));
      return null;
    } finally {
      ranks.close();
    }
  }

  /** The first failure; that another rank has failed is only its consequence. */
  private static final class Failures {
    private @Nullable Throwable first;

    synchronized void add(Throwable failure) {
      if (first == null || (isConsequence(first) && !isConsequence(failure))) {
        first = failure;
      }
    }

    private static boolean isConsequence(Throwable failure) {
      return Throwables.getRootCause(failure) instanceof PeerException;
    }

    synchronized void rethrow() {
      if (first != null) {
        Throwables.throwIfUnchecked(first);
        throw new AssertionError("only unchecked exceptions are caught", first);
      }
    }
  }
}
